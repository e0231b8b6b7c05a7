class A:
    def f(self): pass
a = A(); a.x = 1
print(type(a), type(A), type(type), isinstance(1, (str, int)), issubclass(bool, int), isinstance(True, int), isinstance(None, type(None)), callable(a), callable(A), callable(a.f), hasattr(a, "f"), vars(a), [n for n in dir(a) if not n.startswith("__")], getattr(a, "x"), id(a) == id(a), type(1.0).__name__, type(a.f), type(len), type([].append), type(A.f), type(print).__name__, type(...), type(NotImplemented), int.__name__, int.__module__, A.__module__)
setattr(a, "y", 2); delattr(a, "x"); print(vars(a)); a.__class__ = type("B", (), {"z": 9}); print(a.z, type(a).__name__)
try: a.__class__ = int
except TypeError as e: print(e)
try: isinstance(1, 1)
except TypeError as e: print(e)
try: issubclass(1, int)
except TypeError as e: print(e)
try: int.x = 1
except TypeError as e: print(e)
try: (1).x = 1
except AttributeError as e: print(e)
print(isinstance(1, int | str), isinstance([], (tuple, (dict, list))), int | None, list[int], dict[str, int], isinstance(int, type), (int | str) == (str | int), repr(type), object() != object(), A.__dict__["f"].__name__, type.__call__ is not None, A.mro() == list(A.__mro__), A.__subclasses__(), A.__base__)
