def deco(tag):
    def wrap(f):
        def inner(*a, **k):
            return (tag, f(*a, **k))
        inner.__name__ = f.__name__
        return inner
    return wrap
@deco("a")
@deco("b")
def f(x, y=2): return x + y
print(f(1), f(1, y=5), f.__name__)
@lambda c: (c, c.__name__)
class K: pass
print(K[1])
reg = {}
def register(f): reg[f.__name__] = f; return f
@register
def p(): return 1
@register
def q(): return 2
print(sorted(reg), reg["p"](), reg["q"]())
