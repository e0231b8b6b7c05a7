print("abc".__contains__("b"), "abc".__getitem__(1), "abc".__len__(), str(5), str(None), str([1]), str(b"x"), str(b"x", "ascii"), str(), str("a"), str(1.0), repr(str))
print("a-b_c".title(), "they're".title(), "hELLO wORLD".capitalize(), "\u01c4".capitalize(), "abc" * 3, 3 * "ab", max("hello"), min("hello"), sorted("hello"), list("abc"), tuple("ab"), set("aab") == {"a", "b"}, "".join(reversed("abc")), list(enumerate("ab")), [*"xy"], dict(zip("ab", "cd")))
print("%s" % "x".join("abc"), "a".join(["1"]), "abc".isidentifier(), chr(65), chr(0x1f600), ord("\u20ac"), "\N{GREEK SMALL LETTER ALPHA}", "\x41\u0042\103", r"\n", b"\x41", "a" "b", """multi
line""")
class S(str):
    def __new__(cls, v): return super().__new__(cls, v + "!")
    def shout(self): return self.upper()
s = S("hey")
s.extra = 1
print(s, s.shout(), type(s).__name__, type(s + "x").__name__, s == "hey!", hash(s) == hash("hey!"), {s: 1}["hey!"], s.extra, len(s), s[0], isinstance(s, str), f"{s}", "%s" % s)
