# Bound methods inside classmethod, keywords of builtin bases, and where a frame stands that an exception left.
class A:
    @classmethod
    def foo(cls):
        return "spam"

    def m(self, *args):
        return args


class B(A):
    bar = classmethod(A.foo)
    baz = classmethod(A().m)
    own = A().m


print(B.baz(1), B.own(1), B().own(2), "__get__" in type(A().m).__dict__)
try:
    B.bar()
except TypeError as e:
    print(e)


class Init(list):
    def __init__(self, items, extra=None):
        super().__init__(items)
        self.extra = extra


print(Init([1], extra=2).extra)
for base, args in ((list, ()), (float, ()), (tuple, ()), (set, ()), (frozenset, ()), (map, (str, "a")), (filter, (None, "a")), (reversed, ("a",))):
    plain = type("Plain", (base,), {})
    init = type("Init", (base,), {"__init__": lambda self, *args, new=None: None})
    for cls in (base, plain, init):
        try:
            print(base.__name__, cls.__name__, type(cls(*args, new=1)).__name__)
        except TypeError as e:
            print(base.__name__, cls.__name__, e)


def lines(function):
    try:
        function()
    except Exception as e:
        tb = e.__traceback__.tb_next
        found = []
        while tb:
            found.append((tb.tb_lineno, tb.tb_frame.f_lineno))
            tb = tb.tb_next
        print(function.__name__, found)


def in_handler():
    try:
        raise ValueError
    except ValueError:
        raise KeyError


def in_finally():
    try:
        1 / 0
    finally:
        x = 1


def no_match():
    try:
        1 / 0
    except KeyError:
        pass
    except ValueError:
        pass


def named():
    try:
        1 / 0
    except ArithmeticError as e:
        raise e


class Manager:
    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return False


def in_with():
    with Manager():
        with Manager():
            1 / 0
    return 5


for function in (in_handler, in_finally, no_match, named, in_with):
    lines(function)
