for s in ("it's", 'say "hi"', "both ' and \"", "tab\t nl\n cr\r", "back\\slash", "\x00\x01\x1f\x7f", "\u00e9\u200b", "\ud800", "\U0001f600", ""):
    print(repr(s), ascii(s))
print(repr("a'b"), [s for s in ("'", '"')], ("x",), {"k'": 'v"'})
