# Calls whose result is returned at once are one instruction; the caller's frame is there all the same.
import sys


def depth():
    n, f = 0, sys._getframe()
    while f.f_code.co_name != "<module>":
        n, f = n + 1, f.f_back
    return n


def one():
    return depth()


def two():
    return one()


print(depth(), one() - depth(), two() - depth())


class C:
    def __init__(self, v=0):
        self.v = v
        if v == "bad":
            return v

    def get(self):
        return self.v

    def again(self, n):
        return self.again(n - 1) if n else self.get()

    def __call__(self, *args, **kw):
        return args, kw

    def __repr__(self):
        return "C(%r)" % (self.v,)

    @property
    def prop(self):
        return self.get()

    @classmethod
    def make(cls, v):
        return cls(v)

    def gen(self):
        return (yield from (self.v, 1))


def make(v):
    return C(v)


def native(x):
    return len(x)


def method(x, *a):
    return x.join(a)


def keyword(x):
    return C(v=x)


def star(*a):
    return C(*a)


def generator(f):
    yield 1
    return f(2)


for _ in range(4):
    print(make(3), native("abc"), method("-", "a", "b") if 0 else "-".join("ab"), C(5).again(3), C(6).prop, C.make(7), keyword(8), star(9))
    print(C(1)(2, k=3), (lambda c: c(4))(C(1)), list(C(5).gen()), (lambda: C(2).get())())
    g = generator(lambda x: x * 10)
    next(g)
    try:
        next(g)
    except StopIteration as e:
        print("stop", e.value)


def lines(f):
    try:
        f()
    except Exception as e:
        tb, out = e.__traceback__, []
        while tb:
            out.append((tb.tb_frame.f_code.co_name, tb.tb_lineno))
            tb = tb.tb_next
        print(type(e).__name__, e, out)


def bad_native():
    return len(5)


def bad_method():
    return (5).nothing(1)


def bad_args():
    return make(1, 2)


def bad_init():
    return make("bad")


def bad_deep():
    return bad_args()


def handled():
    try:
        return bad_native()
    except TypeError:
        return "handled"
    finally:
        print("finally")


for _ in range(3):
    for f in (bad_native, bad_method, bad_args, bad_init, bad_deep):
        lines(f)
    print(handled())


def local(x):
    y = native(x)
    return y


def stored():
    x = kept()
    return x


def kept():
    stored.frame = sys._getframe(1)
    return 12


print(local("four"), stored(), stored.frame.f_locals)


def down(n):
    return n if n == 0 else down(n - 1)


print(down(500))
print(sorted([3, 1, 2], key=lambda x: C(x).again(2)), list(map(make, [1])))


# ---- returned attributes and stores before the end ----
class A:
    def __init__(self, v):
        self.v = v

    def get(self):
        return self.v

    def set(self, v):
        self.v = v

    @property
    def prop(self):
        return self.v + 1

    def through(self):
        return self.prop

    def missing(self):
        return self.nothing

    def frozen(self):
        self.prop = 1

    def early(self, v):
        if v:
            self.early_v = v
            return
        self.v = None


class B(A):
    __slots__ = ("s",)

    def __getattr__(self, name):
        return "made " + name

    def slot(self):
        return self.s


def module_attr():
    return sys.maxsize


for a in (A(1), A(2.5), B(3), A(4), B(5)):
    print(a.get(), a.set(7), a.get(), a.through(), a.early(1), a.early(0), a.get())
    lines(a.missing)
    lines(a.frozen)
    if isinstance(a, B):
        print(a.slot(), a.nothing)
        a.s = 1
        print(a.slot())
print(module_attr() == sys.maxsize)
g = A(0)
g.get = None
print(A.get(g))


# ---- items that are added ----
def add(x, i, z):
    t = z
    t += x[i]
    return x[i] + z, z + x[i], t


for x, i, z in (([1, 2], 1, 3), ((1.5,), 0, 2.5), ({"k": 1}, "k", 2.5), (["a"], 0, "b"), ([1 << 46, 1 << 47], 1, 1 << 47), ([[1]], -1, [2]),
                ("xy", 1, "z"), (b"a", 0, 1)):
    print(add(x, i, z))
for args in (([], 0, 1), ({}, "k", 1), (5, 0, 1), ([1], 0, "s"), (["s"], 0, 1)):
    lines(lambda: add(*args))
