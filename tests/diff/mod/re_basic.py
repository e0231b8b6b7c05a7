import re
print(re.findall(r"\d+", "a1b22c333"), re.match(r"(\w+) (\w+)", "hello world").groups(), re.sub(r"(\w)(\d)", r"\2\1", "a1b2"), re.split(r"[,;]\s*", "a, b;c"), re.search("b+", "aabbb").span(), re.fullmatch("a|b", "b") is not None, re.compile("x*").sub("-", "abxd"), re.sub("a", lambda m: m.group().upper(), "banana", count=2), re.findall("(a)(b)?", "abaa"), [m.start() for m in re.finditer("a", "banana")])
m = re.match(r"(?P<y>\d{4})-(?P<m>\d\d)", "2024-05-06"); print(m.group("y"), m["m"], m.groupdict(), m.start("m"), m.end(), m.string, m.re.pattern, m.lastgroup, m)
print(re.findall(r"(?i)ABC", "abcABC"), re.findall(r"^\w", "a\nb", re.M), re.findall(r"a.b", "a\nb", re.S), re.escape("a.b*c"), re.findall(r"(?<=a)b(?=c)", "abc abd"), re.findall(r"a{2,3}?", "aaaaa"), re.sub(r"\s+", " ", " a  b\tc "), re.match(r"(a+)+$", "aaaaaaaaaaaaaaaa"), re.findall(r"\bfoo\b", "foo food foo"), re.sub(rb"a", b"b", b"banana"), re.match(r"(.)\1", "aa"), re.findall("[^a-c]", "abcd\u00e9"), re.split("(-)", "a-b-c"))
for p in ("(", "[", "*a", "(?P<1>a)", "a{2,1}", "\\", "(?<n"):
    try: re.compile(p)
    except re.error as e: print(p, e)
