def f(a: int, b: "str" = "x") -> bool:
    "Doc of f."
    return True
print(f.__name__, f.__doc__, f.__module__, f.__qualname__, f.__annotations__, f.__defaults__)
f.x = 1
f.__doc__ = "new"
f.__name__ = "renamed"
print(f.x, f.__dict__, f.__doc__, f.__name__)
f.__defaults__ = ("y",)
print(f.__defaults__)
class C:
    def m(self): "m doc"
    class D:
        def n(self): pass
print(C.m.__qualname__, C.D.n.__qualname__, C().m.__func__ is C.m, C().m.__self__.__class__.__name__, C.m.__doc__)
def o():
    def i(): pass
    return i
print(o().__qualname__)
print(f.__code__.co_name, f.__code__.co_argcount, f.__code__.co_firstlineno, f.__globals__ is globals())
