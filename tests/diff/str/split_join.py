print("a,b,,c".split(","), "a,b,,c".split(",", 1), "a,b,c".rsplit(",", 1), "  a  b c ".split(), " a b c ".split(None, 1), " a b c ".rsplit(None, 1), "".split(), "".split(","), "abc".split("abc"))
print("a\nb\r\nc\rd\x0be\u2028f".splitlines(), "a\nb\n".splitlines(True), "".splitlines(), "\n".splitlines())
print(",".join(["a", "b", "c"]), "".join([]), "-".join("abc"), ", ".join(str(i) for i in range(5)), "x".join(["one"]))
print("k=v=w".partition("="), "kv".partition("="), "k=v=w".rpartition("="), "kv".rpartition("="))
for f in (lambda: "a".split(""), lambda: ",".join([1, 2]), lambda: ",".join(["a", None]), lambda: "a".partition(""), lambda: "".join(5)):
    try: f()
    except Exception as e: print(type(e).__name__, e)
