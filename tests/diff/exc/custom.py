class AppError(Exception): pass
class Detail(AppError):
    def __init__(self, a, b): self.a, self.b = a, b
    def __str__(self): return f"{self.a}-{self.b}"
try: raise Detail(1, 2)
except AppError as e: print(e, repr(e), e.args, isinstance(e, Detail), type(e).__mro__[1].__name__)
print(repr(ValueError()), repr(ValueError("a")), repr(ValueError("a", 1)), str(ValueError()), str(ValueError("a")), str(ValueError("a", 1)), str(KeyError("k")), str(KeyError()), ValueError("x") == ValueError("x"), OSError(2, "msg").errno, str(OSError(2, "msg")), str(OSError(2, "msg", "file")), repr(OSError(2, "m")), type(OSError(2, "m")).__name__, type(OSError(13, "p")).__name__, StopIteration(5).value, SystemExit(3).code, UnicodeDecodeError("utf-8", b"x", 0, 1, "r"), ImportError("m", name="n").name, NameError("n", name="q").name, AttributeError("a", name="z", obj=1).obj)
import copy
print(issubclass(FileNotFoundError, OSError), issubclass(KeyError, LookupError), IOError is OSError, BaseException.__subclasses__()[0].__name__)
class Multi(KeyError, AttributeError): pass
for t in (KeyError, AttributeError, LookupError):
    try: raise Multi("m")
    except t as e: print(t.__name__, e)
try:
    try: raise Detail(1, 2)
    except ValueError: print("no")
    except AppError: print("yes")
finally: print("done")
class Dyn:
    def __enter__(self): return self
def matcher(): print("evaluated"); return ValueError
try: raise ValueError
except matcher(): print("matched")
try:
    try: raise ValueError("q")
    except "notatype": pass
except TypeError as e: print(e)
