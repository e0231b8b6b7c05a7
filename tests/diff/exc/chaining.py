try:
    try: 1 / 0
    except ZeroDivisionError as e: raise ValueError("v") from e
except ValueError as e: print(repr(e.__cause__), repr(e.__context__), e.__suppress_context__)
try:
    try: 1 / 0
    except ZeroDivisionError: raise KeyError("k")
except KeyError as e: print(repr(e.__cause__), repr(e.__context__), e.__suppress_context__)
try:
    try: 1 / 0
    except ZeroDivisionError: raise KeyError("k") from None
except KeyError as e: print(repr(e.__cause__), repr(e.__context__), e.__suppress_context__)
def f():
    try: raise ValueError(1)
    finally: raise TypeError(2)
try: f()
except TypeError as e: print(repr(e.__context__))
e = ValueError("orig"); e.add_note("note 1"); e.extra = 5
print(e.__notes__, e.extra, e.with_traceback(None) is e, e.__traceback__)
def h():
    try: raise KeyError("a")
    except KeyError:
        try: raise ValueError("b")
        except ValueError: pass
        import sys
        return sys.exc_info()[0].__name__
print(h())
import sys
print(sys.exc_info())
