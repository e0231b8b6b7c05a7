def f(g):
    try: raise g
    except* ValueError as e: print("VE", [str(x) for x in e.exceptions])
    except* (TypeError, KeyError) as e: print("TK", e.exceptions)
try: f(ExceptionGroup("g", [ValueError(1), TypeError(2), OSError(3)]))
except ExceptionGroup as e: print("rest", e, e.exceptions)
f(ExceptionGroup("all", [ValueError(1), ExceptionGroup("n", [KeyError("k"), ValueError(2)])]))
f(ValueError("plain"))
eg = ExceptionGroup("eg", [ValueError(1), ExceptionGroup("in", [TypeError(2)])])
print(eg.split(TypeError), eg.subgroup(ValueError), eg.message, repr(eg), eg.derive([OSError()]))
for a in (("m", []), ("m", 5), (1, [ValueError()]), ("m", [1])):
    try: ExceptionGroup(*a)
    except Exception as e: print(type(e).__name__, e)
try:
    try: raise ExceptionGroup("x", [ValueError(1)])
    except* ValueError: raise KeyError("new")
except BaseException as e: print(repr(e))
print(type(BaseExceptionGroup("b", [ValueError()])).__name__, type(BaseExceptionGroup("b", [KeyboardInterrupt()])).__name__)
