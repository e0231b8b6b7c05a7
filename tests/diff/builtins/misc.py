# counts: no, it goes through the names of a namespace
print(abs(-5), divmod(7, 3), pow(2, 10), pow(2, 10, 1000), round(2.567, 1), len("abc"), id(None) == id(None), callable(print), isinstance(5, int), hash("a") == hash("a"), all([1]), any([0]), sum((1, 2)), ascii([1, "\u1234"]), format(5, "03d"), chr(8364), list(map(ord, "ab")), type(iter([])).__name__, repr(None), max("a", "b"), [].__class__, ().__class__.__name__)
print(sorted(vars(type("X", (), {"a": 1})).keys())[-1], bool(0.0), bool("0"), not [], None is None, ... is Ellipsis, NotImplemented is NotImplemented, __name__, __debug__)
try: bool(NotImplemented)
except TypeError as e: print(e)
print(dir([])[:3], "append" in dir([]), sorted(dir(type("Q", (), {"z": 1, "__dir__": lambda s: ["b", "a"]})())))
import builtins
print(builtins.len is len, hasattr(builtins, "print"), builtins.__name__, sorted(n for n in dir(builtins) if n.islower())[:12])
print(getattr(5, "real"), getattr(5, "nope", "d"), hasattr(5, "imag"), setattr(type("Z", (), {}), "k", 1), object().__class__, type(object()), super.__name__, (lambda: None)() is None, slice(1).__class__.__name__, id(1) == id(1))
for t in ("getattr(5, 'nope')", "getattr(5, 5)", "delattr(5, 'x')", "hash({})", "vars(5)", "dir(1, 2)", "__import__('nonexistent_mod_x')", "input.x", "open('/nonexistent/file')", "chr('a')", "iter(1, 2)", "breakpoint.x", "memoryview(5)", "classmethod()", "property(1, 2, 3, 4, 5)", "super(1, 2)", "type('a', (), {}, x=1)", "staticmethod(1)()"):
    try: print(t, eval(t))
    except Exception as e: print(t, type(e).__name__, e)
