#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
#
# gen_unicode.py: writes unicode_data.inc: the character properties that str needs, as the Python that runs this script sees
# them (CPython 3.11: Unicode 14.0). Usage: python3.11 gen_unicode.py > unicode_data.inc
#
# Form: runs of equal records. A run is one 32-bit word: first code point << 11 | record. A record is flags and the deltas to the
# simple upper, lower and title case; FLAG_PAIRS marks runs in which upper and lower case letters alternate.
import sys
import unicodedata

ALPHA, DECIMAL, DIGIT, NUMERIC, LOWER, UPPER, TITLE, SPACE, PRINT, START, CONT, CASED, IGNORABLE, SPECIAL, PAIRS, FOLD = (
    1 << i for i in range(16))


def simple(c, text):
    return ord(text) - c if len(text) == 1 else 0


def record(c):
    s = chr(c)
    f = 0
    if s.isalpha(): f |= ALPHA
    if s.isdecimal(): f |= DECIMAL
    if s.isdigit(): f |= DIGIT
    if s.isnumeric(): f |= NUMERIC
    if s.islower(): f |= LOWER
    if s.isupper(): f |= UPPER
    if s.istitle() and not s.isupper(): f |= TITLE
    if s.isspace(): f |= SPACE
    if s.isprintable(): f |= PRINT
    if s.isidentifier(): f |= START
    if ('a' + s).isidentifier(): f |= CONT
    if (s + 'a').title()[-1] == 'a': f |= CASED
    if ('A' + s + '\u03a3').lower()[-1] == '\u03c2' and (s + '\u03a3').lower()[-1] == '\u03c3': f |= IGNORABLE
    if len(s.upper()) > 1 or len(s.lower()) > 1 or len(s.title()) > 1 or len(s.casefold()) > 1: f |= SPECIAL
    lower = simple(c, s.lower())
    if len(s.casefold()) == 1 and s.casefold() != s.lower():
        f |= FOLD
    return f, simple(c, s.upper()), lower, simple(c, s.title())


def is_pair(a, b):
    drop = UPPER | LOWER
    return (a[0] & UPPER and b[0] & LOWER and a[0] & ~drop == b[0] & ~drop and a[1:] == (0, 1, 0) and b[1:] == (-1, 0, -1)
            and not a[0] & (SPECIAL | FOLD))


def main():
    recs = [record(c) for c in range(0x110000)]
    records, runs, c = {}, [], 0
    while c < 0x110000:
        start, r = c, recs[c]
        while c + 1 < 0x110000 and is_pair(recs[c], recs[c + 1]) and (start == c or recs[c] == r):
            c += 2
        if c > start:
            key = (r[0] & ~(UPPER | LOWER) | PAIRS, 0, 0, 0)
        else:
            key = r
            while c < 0x110000 and recs[c] == r and not (c > start and c + 1 < 0x110000 and is_pair(recs[c], recs[c + 1])):
                c += 1
        runs.append(start << 11 | records.setdefault(key, len(records)))
    out = sys.stdout.write
    out("/* SPDX-License-Identifier: MIT\n * unicode_data.inc: written by gen_unicode.py from Unicode %s; do not edit. */\n" % unicodedata.unidata_version)

    def table(head, items, per):
        out(head + " = {\n")
        for i in range(0, len(items), per):
            out("    " + ", ".join(items[i:i + per]) + ",\n")
        out("};\n")
    table("static const UnicodeRecord unicode_records[]", ["{%d, %d, %d, %d}" % k for k in records], 5)
    table("static const uint32_t unicode_runs[]", [hex(r) for r in runs], 12)
    digits, last = [], None
    for c in range(0x110000):
        if recs[c][0] & DIGIT and not recs[c][0] & DECIMAL:
            v = unicodedata.digit(chr(c))
            if last and last[0] + last[2] == c and last[1] + last[2] == v:
                last[2] += 1
            else:
                last = [c, v, 1]
                digits.append(last)
    table("static const uint32_t unicode_digits[][3]", ["{%#x, %d, %d}" % tuple(d) for d in digits], 8)
    special, folds = [], []
    for c in range(0x110000):
        s = chr(c)
        if recs[c][0] & SPECIAL:
            forms = [[ord(x) for x in t] for t in (s.upper(), s.lower(), s.title(), s.casefold())]
            special.append("{%#x, {%s}}" % (c, ", ".join("{" + ", ".join(hex(x) for x in f + [0] * (3 - len(f))) + "}" for f in forms)))
        elif recs[c][0] & FOLD:
            folds.append("{%#x, %#x}" % (c, ord(s.casefold())))
    table("static const UnicodeSpecial unicode_special[]", special, 1)
    table("static const uint32_t unicode_folds[][2]", folds, 8)


main()
