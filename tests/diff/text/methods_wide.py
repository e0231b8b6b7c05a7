# stress: 100
import io, sys
def t(f, *a, **k):
    try: r = f(*a, **k); print("=", repr(r))
    except BaseException as e: print(type(e).__name__, e)
for s in ("", "a", "Hello World", "ǆ ß ŉ İ ı ſ", "ὈΔΥΣΣΕΎΣ", "123", "½²٣", "\t\n x\x1c\x85\u2028", "a_b", "_x1", "1x", "é\u0301", "\U0001F600", "AbC dEf", "ŒUVRE", "Σ", "ΑΣ", "ΑΣ.", "\u01c5"):
    print(ascii(s), ascii(s.upper()), ascii(s.lower()), ascii(s.title()), ascii(s.capitalize()), ascii(s.swapcase()), ascii(s.casefold()), s.isalpha(), s.isdigit(), s.isdecimal(), s.isnumeric(), s.isalnum(), s.isspace(), s.isupper(), s.islower(), s.istitle(), s.isidentifier(), s.isprintable(), s.isascii(), len(s), s.encode("utf-8"), s.encode("utf-16"), s.encode("latin-1", "backslashreplace"), s.encode("ascii", "xmlcharrefreplace"), s.encode("ascii", "namereplace") if 0 else "", [s.split()], s.splitlines())
print(repr("\x00\x7f\x80\xad\u0378\ud800\ue000\U0010ffff\u200b'\""), ascii("é\ud800"), repr("it's"), repr('q"'), repr('\'"'))
print("abc".partition("b"), "abcb".rpartition("b"), "a.b.c".rsplit(".", 1), "x".zfill(5), "-5".zfill(5), "+5".zfill(1), "a\tb".expandtabs(4), "aXbX".replace("X", "", 1), "".replace("", "-"), "ab".replace("", "-"), "ab".replace("", "-", 2), "abc".translate({97: "x", 98: None, 99: 65}), str.maketrans("ab", "cd", "e"), "abab".count("ab"), "aaa".count(""), "abc".find("", 3), "abc".find("", 4), "abc".rfind(""), "mississippi".rindex("ss"), "a".removeprefix("a"), "abc".removesuffix("bc"), "ab\n".strip(), "xxaxx".strip("x"), "abc".center(10, "*"), "abc".ljust(5) + "|", "%s|%5s|%-5s|%.2s" % ("a", "b", "c", "def"))
print("%05d|%+d|% d|%x|%X|%#o|%e|%g|%G|%c|%c|%r|%a|%%|%i|%5.1f|%-8.3e|%08.2f" % (5, 5, 5, 255, 255, 8, 12345.678, 1e-10, 1e20, 65, "z", "q", "é", 3.9, 2.25, 1e5, -3.14159))
print("{:>10}|{:^10}|{:<10}|{:*^9}|{:=+5}|{:,}|{:_}|{:b}|{:#b}|{:o}|{:x}|{:X}|{:c}|{:e}|{:.3}|{:g}|{:n}|{:%}|{:08.3f}|{:+.1e}|{!r}|{!s:>5}|{!a}".format("a", "b", "c", "d", 5, 1234567, 1234567, 5, 5, 8, 255, 255, 65, 1.5, 3.14159, 1e100, 5, .25, 3.14159, 12345, "x", 1, "é"))
print("{0[0]} {0[1]} {1.real} {a[k]} {b.__class__.__name__} {2:{3}}".format([1, 2], 5, "w", ">4", a={"k": 3}, b=1), "{:{}}".format(5, 4), "{{{}}}".format(1))
class F:
    def __format__(s, f): return "F(%s)" % f
print(f"{F():abc} {F()!s:.3} {F()}"[:16], format(F(), ""), "{:x:y}".format(F()))
for v, f in ((1.0, ""), (1e16, ""), (1e15, ""), (1.5, "g"), (1e22, ""), (1e-5, ""), (0.0001, ""), (123456789.0, ","), (1.0, ".0f"), (2.5, ".0f"), (0.5, ".0f"), (1e300, "f"), (1e-320, "g"), (float("inf"), "05"), (float("nan"), "+"), (-0.0, ""), (-0.0, "z.1f"), (1234.5, "n"), (0.1, ".20f"), (5, ".2f"), (True, "d"), (10**30, ","), (-7, "#x"), (3, "05"), (1+2j, ".1f"), (1j, ""), (1.5, "#.0f"), (1.5, "10.2%")):
    t(format, v, f)
for a in ("", "1", " 12 ", "1_000", "1__0", "0x10", "-5", "+ 5", "٣", "1e5", "inf", "nan", "-inf", "1.5.", "0b1", "1_", "_1"):
    t(int, a); t(float, a); t(int, a, 0); t(complex, a)
b = io.StringIO("a\nb\r\nc\rd"); print(list(b), b.tell(), b.read()); b = io.StringIO("a\nb\r\nc\rd", newline=None); print(list(b)); b = io.StringIO(); print("x", 1, sep="-", end="!", file=b); print(b.getvalue(), b.write("é"), b.seek(0), b.read(2), b.truncate(), b.getvalue())
b = io.BytesIO(b"abc\ndef"); print(b.readline(), b.read(1), b.readlines(), b.tell(), b.seek(-2, 2), b.read(), b.getbuffer()[0], b.getvalue()); t(b.write, "x"); b.close(); t(b.read); t(io.StringIO().write, b"x")
t(b"a b".hex, " "); t(bytes.fromhex, "6 1"); t(bytes.fromhex, "61 62"); t(b"abc".find, 98); t(b"%d %s %r %x" .__mod__, (1, b"a", "q", 255)); t(b"%s".__mod__, "a"); print(b"\x00\xffa'\"\\\t", bytes(3), bytes([1, 2]), b"a" in b"abc", 97 in b"abc", b"abc"[1], b"abc"[::-1], bytearray(b"x") + b"y", b"a" * 3, b"b" > b"a", b"aB".upper(), b"a,b".split(b","), b"a".join([b"x", bytearray(b"y")]))
ba = bytearray(b"hello"); ba[1:3] = b"XYZ"; ba.extend([33]); ba.insert(0, 65); del ba[2]; ba += b"q"; ba *= 2; print(ba, ba.pop(), ba.count(b"l"), ba.find(b"o")); ba.reverse(); print(ba); ba.clear(); print(ba)
mv = memoryview(bytearray(b"abcdef")); mv[1] = 90; print(mv[1:4].tobytes(), mv.tolist(), len(mv), mv.format, mv.itemsize, mv.shape, mv.strides, mv.readonly, mv.cast("H").tolist(), mv[::2].tobytes(), mv == b"aZcdef", mv.hex()); t(memoryview(b"a").__setitem__, 0, 1); t(lambda: mv["a"]); mv.release(); t(lambda: mv[0])
print("a" < "b", "a" < "B", "é" > "z", "" < "a", max("abc"), sorted("hello"), "".join(reversed("abc")), "abc"[::-1], "abcdef"[1:5:2], "abc"[-2:], "abc"[5:], "a" * 0, "ab" * 3, 3 * "x", "b" in "abc", "" in "", hash("") == hash(b""), "\N{BULLET}", "\x41\u0042\U00000043\101", r"\n", "a" "b")
print(*[c for c in "a😀b"], len("😀"), "😀"[0] == "😀", ord("😀"), chr(128512), "😀".encode("utf-16-le"), "😀é".encode("utf-8").decode("utf-8") == "😀é", b"\xf0\x9f".decode("utf-8", "replace"), b"\xff\xfe".decode("latin-1"), b"ab\x80".decode("ascii", "surrogateescape").encode("ascii", "surrogateescape"), "a\ud800".encode("utf-8", "surrogatepass"))
for enc in ("utf-8", "ascii", "utf-16", "utf-32", "cp1252", "koi8-r", "unicode_escape", "raw_unicode_escape", "utf-8-sig", "rot13", "hex", "latin1"):
    t(lambda: "aé€".encode(enc)); t(lambda: b"a\xe9\x80".decode(enc))
