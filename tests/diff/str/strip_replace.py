print("  x ".strip() + "|", "  x ".lstrip() + "|", "  x ".rstrip() + "|", "xxabcxx".strip("x"), "abcba".strip("ab"), "abc".strip("abc") + "|")
print("aaa".replace("a", "bb"), "aaa".replace("a", "b", 2), "abc".replace("", "-"), "abc".replace("", "-", 2), "abc".replace("x", "y"), "abab".replace("ab", ""))
print("prefix-body".removeprefix("prefix-"), "body.py".removesuffix(".py"), "x".removesuffix("y"), "a\tb\tc".expandtabs(4), "ab\tc".expandtabs())
print("hello".translate({104: "J", 108: None, "o": "x"} if False else {104: "J", 108: None}), "abc".translate(str.maketrans("ab", "xy", "c")), str.maketrans({"a": "1", "b": 2}))
