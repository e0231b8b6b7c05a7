# What a thrown exception's context becomes
from contextlib import contextmanager, ExitStack
def chain(e):
    out = []
    while e is not None and len(out) < 9: out.append(str(e)); e = e.__context__
    return out
@contextmanager
def right(exc):
    try: yield
    finally: raise exc
a, b, c, d = (Exception(i) for i in '4321')
try:
    with ExitStack() as s:
        s.enter_context(right(a)); s.enter_context(right(b)); s.enter_context(right(c))
        raise d
except Exception as e: print(chain(e))

def plain():
    try: yield 1
    except ValueError as e:
        print('in', chain(e))
        yield 2
    raise KeyError('last')
def handling():
    try: raise TypeError('own')
    except TypeError:
        try: yield 1
        except ValueError as e: print('in', chain(e)); yield 2
def delegating(g): yield from g
for make in (plain, handling, lambda: delegating(plain()), lambda: delegating(handling())):
    for inside in (0, 1):
        g = make(); next(g)
        v = ValueError('v')
        try:
            if inside:
                try: raise OSError('caller')
                except OSError: print(g.throw(v))
            else: print(g.throw(v))
        except Exception as e: print('out', chain(e))
        print(chain(v))
        try: next(g)
        except StopIteration: print('stop')
        except Exception as e: print('out', chain(e))
# an exception thrown that is one of the chain
def again():
    try: yield
    except Exception as e: raise e
x, y = Exception('x'), Exception('y')
try:
    try: raise x
    except Exception: raise y
except Exception:
    g = again(); next(g)
    try: g.throw(x)
    except Exception as e: print(chain(e), chain(y))
