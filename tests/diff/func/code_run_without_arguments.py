import types
def f(x):
    return x+1
def t(fn):
    try: print(fn())
    except BaseException as e: print(type(e).__name__, e)
t(lambda: exec(f.__code__))
t(lambda: types.FunctionType(compile("x=1\nprint(x)","","exec"), {})())
t(lambda: types.FunctionType(compile("print(1)","","exec"), {})())
t(lambda: types.FunctionType(compile("print(y)","","exec"), {'y':3})())
t(lambda: types.FunctionType(compile("del y","","exec"), {'y':3})())
t(lambda: types.FunctionType(compile("from os import *","","exec"), {'y':3})())
t(lambda: types.FunctionType(compile("x: int = 3","","exec"), {'y':3})())
def g():
    def h(): return f2
    f2 = 3
    return h
h=g()
t(lambda: exec(h.__code__))
t(lambda: types.FunctionType(h.__code__, {}))
t(lambda: types.FunctionType(h.__code__, {}, 'h', None, (1,)))
t(lambda: types.FunctionType(h.__code__, {}, 'h', None, h.__closure__)())
t(lambda: types.FunctionType(f.__code__, {}, 'h', None, h.__closure__)())
def sc(): f.__code__ = h.__code__
t(sc)
def gen():
    yield 1
t(lambda: exec(gen.__code__))
t(lambda: list(eval(gen.__code__)))
def kw(*, a): return a
t(lambda: exec(kw.__code__))
def va(*a, **k): print(a, k)
t(lambda: eval(va.__code__))
def df(a=1): print(a)
t(lambda: eval(df.__code__))
class C:
    exec("z=1")
t(lambda: exec(compile("print(zz)", "", "exec"), {}, {"zz": 5}))
async def co(): return 3
t(lambda: eval(co.__code__).close())
