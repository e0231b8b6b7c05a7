#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
#
# gen_unicodedata.py: writes the tables of the unicodedata module, as the Python that runs this script sees the database
# (CPython 3.11: Unicode 14.0, and 3.2.0 beside it). Usage:
#     python3.11 gen_unicodedata.py properties > unicode_props_data.inc
#     python3.11 gen_unicodedata.py names NAME.PL > unicode_names_data.inc
# Aliases and named sequences cannot be listed from Python: candidates come from Perl's table of names (NAME.PL, for example
# /usr/share/perl/5.36/unicore/Name.pl), and Python's own lookup() decides which of them there are.
import collections
import re
import sys
import unicodedata as new
from unicodedata import ucd_3_2_0 as old

CHARS = range(0x110000)
FORMS = ('NFD', 'NFKD', 'NFC', 'NFKC')
out = sys.stdout.write


def head(name):
    out('/* SPDX-License-Identifier: MIT\n * %s: written by gen_unicodedata.py from Unicode %s; do not edit. */\n' %
        (name, new.unidata_version))


def table(kind, name, items, each='', width=132):
    out('static const %s %s[]%s = {\n' % (kind, name, each))
    line = '   '
    for item in items:
        item = ' %s,' % item
        if len(line) + len(item) > width:
            out(line + '\n')
            line = '   '
        line += item
    out(line + '\n};\n')


def blob(name, data, width=128):
    """Bytes as a string literal; an octal escape is written in full where a digit follows."""
    out('static const uint8_t %s[%d] =\n' % (name, len(data) + 1))
    line = ''
    for i, b in enumerate(data):
        if 32 <= b < 127 and b not in b'"\\?':
            text = chr(b)
        else:
            digit = i + 1 < len(data) and data[i + 1] in b'0123456789'
            text = '\\%03o' % b if digit else '\\%o' % b
        if len(line) + len(text) > width:
            out('    "%s"\n' % line)
            line = ''
        line += text
    out('    "%s";\n' % line)


# ---- properties ----

def properties():
    head('unicode_props_data.inc')
    enums = {}
    for kind in ('category', 'bidirectional', 'east_asian_width'):
        values = sorted({getattr(db, kind)(chr(c)) for c in CHARS for db in (new, old)})
        enums[kind] = values
        table('char', '%s_names' % kind, ['"%s"' % v for v in values], '[%d]' % (max(map(len, values)) + 1))
    seconds, pairs = set(), []
    for c in CHARS:
        s = chr(c)
        parts = new.decomposition(s).split()
        if len(parts) == 2 and parts[0][0] != '<':
            first, second = (int(x, 16) for x in parts)
            if new.normalize('NFC', s) == s:
                pairs.append((first, second, c))
                seconds.add(second)
    seconds.update(range(0x1161, 0x1176), range(0x11a8, 0x11c3))
    records, indexes, numbers, decompositions, data = {}, [], {}, [], []
    tags, numeric, repairs = [''], [], []
    for c in CHARS:
        s = chr(c)
        quick = 0
        for i, form in enumerate(FORMS):
            if new.normalize(form, s) != s:
                quick |= 1 << 2 * i
            elif i >= 2 and c in seconds:
                quick |= 2 << 2 * i
        flags = new.mirrored(s) | old.mirrored(s) << 1
        d = new.decomposition(s).split()
        if d:
            flags |= 4
            tag = d.pop(0) if d[0][0] == '<' else ''
            if tag not in tags:
                tags.append(tag)
            entry = (tags.index(tag) << 8 | len(d),) + tuple(int(x, 16) for x in d)
            decompositions.append((c, len(data)))
            data.extend(entry)
        if old.decimal(s, None) != new.decimal(s, None) and old.category(s) != 'Cn':
            assert old.decimal(s) == new.digit(s) and new.decimal(s, None) is None
            flags |= 8
        if old.category(s) != 'Cn' and [old.normalize(f, s) for f in FORMS] != [new.normalize(f, s) for f in FORMS]:
            old_form = old.normalize('NFD', s)
            assert len(old_form) == 1
            repairs.append((c, ord(old_form)))
        n = new.numeric(s, None)
        if n is not None:
            numeric.append(c << 8 | numbers.setdefault(n, len(numbers)))
        key = (new.combining(s), quick, flags) + tuple(
            enums[k].index(getattr(db, k)(s)) for db in (new, old) for k in ('category', 'bidirectional', 'east_asian_width'))
        indexes.append(records.setdefault(key, len(records)))
    blocks, pages = {}, []
    for c in range(0, len(CHARS), 128):
        pages.append(blocks.setdefault(tuple(indexes[c:c + 128]), len(blocks)))
    table('PropertyRecord', 'property_records', ['{%s}' % ', '.join(map(str, r)) for r in records])
    table('uint16_t', 'property_pages', pages)
    table('uint16_t', 'property_blocks', [i for b in blocks for i in b])
    table('uint32_t', 'numeric_chars', map(hex, numeric))
    table('double', 'numeric_values', map(repr, map(float, numbers)))
    table('uint32_t', 'decomposition_chars', [hex(c) for c, at in decompositions])
    table('uint16_t', 'decomposition_starts', [at for c, at in decompositions])
    table('uint32_t', 'decomposition_data', map(hex, data))
    table('char', 'decomposition_tags', ['"%s"' % t for t in tags], '[12]')
    table('CompositionPair', 'composition_pairs', ['{%#x, %#x, %#x}' % p for p in sorted(pairs)])
    table('OldDecomposition', 'old_decompositions', ['{%#x, %#x}' % r for r in repairs])


# ---- names ----

PREFIXES = ('CJK UNIFIED IDEOGRAPH-', 'CJK COMPATIBILITY IDEOGRAPH-', 'KHITAN SMALL SCRIPT CHARACTER-', 'NUSHU CHARACTER-')


def prefix_of(c, name):
    """Which prefix the name is made of, with the character's number behind it; -1: it is not."""
    return next((i for i, p in enumerate(PREFIXES) if name == '%s%04X' % (p, c)), -1)


def derived(c, name):
    return name.startswith('HANGUL SYLLABLE ') or prefix_of(c, name) >= 0


def extra_names(path):
    """(name, characters) of aliases and named sequences."""
    found = {}
    for part in open(path, encoding='latin-1').read().split('\n\n'):
        m = re.fullmatch(r'([0-9A-F ]+)\n([^\n]+)', part)
        if not m:
            continue
        text = ''.join(chr(int(x, 16)) for x in m[1].split())
        try:
            if new.lookup(m[2]) == text and (len(text) > 1 or new.name(text, None) != m[2]):
                found[m[2]] = text
        except KeyError:
            pass
    return sorted(found.items(), key=lambda item: (len(item[1]) > 1, item[1], item[0]))


def name_hash(name):
    h = 2166136261
    for b in name.encode():
        h = (h ^ b) * 16777619 & 0xffffffff
    return (h ^ h >> 15) & 8191


def names(path):
    head('unicode_names_data.inc')
    plain = [(c, new.name(chr(c), None)) for c in CHARS]
    ranges = []
    for c, n in plain:
        which = prefix_of(c, n or '')
        if which >= 0:
            if ranges and ranges[-1][2] == c - 1 and ranges[-1][0] == which:
                ranges[-1][2] = c
            else:
                ranges.append([which, c, c])
    table('char', 'numbered_prefixes', ['"%s"' % p for p in PREFIXES], '[32]')
    table('NumberedRange', 'numbered_ranges', ['{%d, %#x, %#x}' % tuple(r) for r in ranges])
    plain = [(c, n) for c, n in plain if n is not None and not derived(c, n)]
    extra = extra_names(path)
    all_names = [n for c, n in plain] + [n for n, text in extra]
    assert len(all_names) < 65536
    counts = collections.Counter(w for n in all_names for w in n.split(' '))
    words = sorted(counts, key=lambda w: (len(w), w))
    index = {w: i for i, w in enumerate(words)}
    often = [index[w] for w, k in counts.most_common(COMMON)]
    short = {w: i for i, w in enumerate(often)}
    assert len(words) <= (255 - COMMON) * 256
    # Words by length: where each length starts, as word number and as offset.
    lengths, at = [], 0
    for length in range(len(words[-1]) + 2):
        first = next((i for i, w in enumerate(words) if len(w) >= length), len(words))
        lengths.append('{%d, %d}' % (first, sum(len(w) for w in words[:first])))
    table('NameWords', 'name_words', lengths)
    blob('name_letters', ''.join(words).encode())
    table('uint16_t', 'name_often', often)
    stream, starts = bytearray(), []
    for i, n in enumerate(all_names):
        if i % 32 == 0:
            starts.append(len(stream))
        for w in n.split(' '):
            k = index[w]
            if k in short:
                stream.append(short[k])
            else:
                stream += bytes((COMMON + (k >> 8), k & 255))
        stream.append(255)
    blob('name_stream', stream)
    table('uint32_t', 'name_starts', starts)
    runs = []
    for i, (c, n) in enumerate(plain):
        if not i or plain[i - 1][0] != c - 1:
            runs.append('{%#x, %d}' % (c, i))
    table('NameRun', 'name_runs', runs)
    out('enum { PLAIN_NAMES = %d, ALIAS_NAMES = %d, ALL_NAMES = %d, OFTEN_NAMES = %d };\n' % (
        len(plain), sum(len(t) == 1 for n, t in extra), len(all_names), COMMON))
    table('uint32_t', 'alias_chars', [hex(ord(t)) for n, t in extra if len(t) == 1])
    table('uint16_t', 'sequence_chars', ['{%s}' % ', '.join('%#x' % ord(x) for x in t) for n, t in extra if len(t) > 1], '[4]')
    order = sorted(range(len(all_names)), key=lambda i: (name_hash(all_names[i]), i))
    buckets = collections.Counter(name_hash(n) for n in all_names)
    at, bounds = 0, [0]
    for b in range(8192):
        at += buckets[b]
        bounds.append(at)
    table('uint16_t', 'name_buckets', bounds)
    table('uint16_t', 'name_order', order)


COMMON = 201
if __name__ == '__main__':
    properties() if sys.argv[1] == 'properties' else names(sys.argv[2])
