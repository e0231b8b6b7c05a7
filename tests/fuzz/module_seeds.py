# SPDX-License-Identifier: MIT
"""Seeds of the fuzz targets `module` and `sre`: what the library writes for the readers of target_module.c, in their order."""
import binascii
import bz2
import collections
import fractions
import lzma
import marshal
import pickle
import re
import struct
import zlib

TEXT = "Zwölf Boxkämpfer, \u4e16\u754c \U0001f40d; naïve\n\x00\x7f"
LONG = "".join("%d %s\n" % (i * i, "abc" * (i % 5)) for i in range(60)).encode()
PATTERNS = [r"a(b|cd)*e", r"(\w+)\s*=\s*(?:\"([^\"]*)\"|(\d+))", r"(?P<x>[a-f0-9]{2,4}?)-(?P=x)", r"^(?:(?=a)b|c(?!d)|(?<=x)y|(?<!z)w)$",
            r"(?i)[äöüß\u4e00-\u9fff]+|stra(ss|ß)e", r"(a)?(?(1)b|c){0,3}", r"(?s).*?end", r"(?>a+)b", r"a++b?+[^x-z]*+", r"\bfoo\B|\Aq\Z",
            r"(?m)^\s*#.*$", r"((a)|(b))+?\2?", r"(?:(?:x{2,3}){2,3}){2,3}y", r"[^\W\d_]|\S\D",
            r"abcabd", r"(?i)straße", r"(?:[\x00-\uffff]|\U0001f40d)*x"]


def values():
    code = compile("def f(a, *b, c=1):\n    return [x + c for x in b] or a\n", "f.py", "exec")
    shared = ("shared", 1)
    return [None, True, ..., StopIteration, 1, -1, 1 << 31, -(1 << 100), 3 ** 5000, 1.5, float("inf"), 2.5j, "", "short", TEXT, "x" * 300, b"", b"bytes" * 60,
            (), (1, 2), tuple(range(300)), [1, [2, [3, [4]]]], {1: "a", "b": {2: 3}}, {1, 2}, frozenset("abc"), [shared, shared, [shared]], code]


def readers():
    """(number of the reader, option, bytes)"""
    for v in values():
        for version in 0, 1, 2, 4:
            yield 0, 0, marshal.dumps(v, version)
    for option in 0, 1, 2, 3:
        for layout in "<bBhHiIlLqQ", ">efd?", "=3s5p2x", "@Pn", "10s", "2h2i", "c", "!0i4x":
            yield 1, option, layout.encode() + b"\0" + bytes(range(1, 1 + struct.calcsize(layout)))
    for option, bits in (0, 15), (1, -15), (2, 31), (3, 31):
        for data in b"", TEXT.encode(), LONG, b"\0" * 30000:
            packer = zlib.compressobj(9, zlib.DEFLATED, bits)
            packed = packer.compress(data) + packer.flush()
            yield 2, option, packed
            yield 2, option | 8, packed + b"rest"
    for data in b"", TEXT.encode(), LONG, b"\0" * 30000:
        yield 3, 0, bz2.compress(data)
        yield 4, 0, lzma.compress(data)
        yield 4, 1, lzma.compress(data, check=lzma.CHECK_CRC32)
        yield 4, 2, lzma.compress(data, format=lzma.FORMAT_ALONE)
    for option in range(128, 134):
        yield 4, option, b"\x16\0\0\0\0"
        yield 4, option, b"\x5d\0\0\x10\0"
    for option, data in enumerate((binascii.b2a_base64(LONG), LONG.hex().encode(), binascii.b2a_uu(LONG[:45]), binascii.b2a_qp(TEXT.encode()), TEXT.encode(), LONG, LONG, LONG)):
        yield 5, option, data
    codecs = ["utf-7", "utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "ascii", "latin-1", "unicode_escape", "raw_unicode_escape", "unicode_escape", "cp1252"]
    for errors in range(6):
        for i, name in enumerate(codecs):
            data = TEXT.encode(name, "replace")
            yield 6, i + 14 * errors, data
            yield 6, i + 14 * errors, data[:9] + b"\xff\xd8\x80\\N{SNAKE}\\x4\\U0010ffff" + data[9:]
    yield 7, 0, "abc\ufffe\U0001f40d".encode() + b"\0" + bytes(range(8))
    for data in '{"a": [1, -2.5e10, true, null, "\\u00e4\\ud83d\\udc0d\\n"], "b": {}}', "[" * 200 + "]" * 200, "1" * 40, '"unended', "[1,]", " NaN ":
        yield 8, 0, data.encode()
    yield 8, 3, b'a"b\\u0041\\/c" d'
    for option in range(4):
        for data in "12_345", " -0x1f ", "1e400", "-1.5e-300j", "(1+2j)", "nan", "٣٤", "0b1_01", "de ad be ef", "9" * 500:
            for more in 0, 16 << 2, 64:
                yield 9, option + more, data.encode()
    for option in range(24):
        for data in "{:>+12,.3f}", "*^#20_x", "{0[1]!r:{1}}", "%-08.3d", "%(a)s%%", "e", "10.4g", "{a.b[c]}{{}}", "=^9%", "%5.2s|%c", ",d":
            yield 10, option, data.encode()
    for option in range(13):
        for layout in range(22):
            yield 11, option, bytes([layout]) + TEXT.encode("utf-32")[:32]
    for layout in "bBhHiIlLqQfdc?PnN":
        yield 12, 0, layout.encode() + b"\0" + bytes(range(16))
    for option in range(8):
        for data in TEXT, "e\u0301\u0327o\u0308", "\uac01\u1100\u1161\u11a8", "\ufb01\u2460\u00bd", "a\u0315\u0300\u05ae" * 20:
            yield 13, option, data.encode()
    for data in "SNAKE", "CJK UNIFIED IDEOGRAPH-4E00", "HANGUL SYLLABLE GAG", "latin small letter a":
        yield 13, 8, data.encode()
    for option in 0, 1:
        yield 14, option, b'a,"b ""q"" c",d\r\n1,2,"un\nended"\n"x'
    for option in 0, 1:
        yield 15, option, LONG[:100]
    pair = [1, 2]
    pickled = values()[:-1] + [range(3), slice(1, 2), complex, len, bytearray(b"xy"), pickle.PickleError("text", 3), collections.OrderedDict(a=1),
                               collections.deque([1, 2], 5), fractions.Fraction(1, 3), Ellipsis, {"k": [pair, pair]}]
    for v in pickled:
        for protocol in range(6):
            yield 16, protocol, pickle.dumps(v, protocol)
            yield 16, 1 + 2 * protocol, pickle.dumps(v, protocol)
    for option in range(14):
        for data in "1.50", "-0", "1e999999", "sNaN12", "-Infinity", "0.1e-20", "9" * 60, " 1_0.0 ", "٣.٤":
            yield 17, option, data.encode()
    for data in ('<a b="1">t&amp;<c/></a>', '<?xml version="1.0" encoding="utf-16"?><a/>', '<!DOCTYPE a [<!ENTITY e "x&#65;">]><a>&e;&e;</a>',
                 '<a xmlns:n="u"><n:b><![CDATA[x]]></n:b><!--c--><?p i?></a>', "<a><b></a>"):
        yield 18, 0, data.encode()


def expressions():
    for pattern in PATTERNS:
        tree = re._parser.parse(pattern)
        code = re._compiler._code(tree, 0)
        words = struct.pack("<%dI" % len(code), *code)
        for method in range(8):
            for subject in b"abcdabe xx-xx foo=\"bar\" 12", b"aaaaaaab strasse ccccy", b"":
                head = min(tree.state.groups - 1, 31) | (64 if method % 3 == 2 and len(subject) < 20 else 0)
                yield bytes([head, method, len(subject)]) + subject + words


def write(folder):
    for target, inputs in ("module", (bytes([r, o]) + d for r, o, d in readers())), ("sre", expressions()):
        (folder / target).mkdir(parents=True, exist_ok=True)
        for data in sorted(set(inputs)):
            (folder / target / ("%08x-%d" % (zlib.crc32(data), len(data)))).write_bytes(data)
