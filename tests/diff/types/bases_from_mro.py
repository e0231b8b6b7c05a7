# SPDX-License-Identifier: MIT
# mro() of a metaclass that changes the bases of classes while their MRO is being made.


def cycle():
    ready = False

    class M(type):
        def mro(cls):
            if ready:
                if cls.__name__ == "B1":
                    B2.__bases__ = (B1,)
                if cls.__name__ == "B2":
                    B1.__bases__ = (B2,)
            return type.mro(cls)

    class A(metaclass=M):
        pass

    class B1(A):
        pass

    class B2(A):
        pass

    ready = True
    try:
        B1.__bases__ += ()
    except TypeError as e:
        print(e)
    print([c.__name__ for c in B1.__mro__], [c.__name__ for c in B2.__mro__])
    print(B1.__bases__, B2.__bases__)


def other_bases():
    """What mro() sets is what holds; the outer assignment does not link the class into its own bases."""
    ready = False

    class M(type):
        def mro(cls):
            nonlocal ready
            if ready and cls.__name__ == "C":
                ready = False
                C.__bases__ = (B2,)
            return type.mro(cls)

    class A(metaclass=M):
        pass

    class B1(A):
        where = "B1"

    class B2(A):
        where = "B2"

    class C(A):
        pass

    ready = True
    C.__bases__ = (B1,)
    print(C.__bases__, C.where, B2.__subclasses__(), B1.__subclasses__())
    B1.__bases__ = (C,)
    print(B1.__bases__, C.__subclasses__(), [c.__name__ for c in B1.__mro__])


def raising():
    """An error leaves the MRO of every class as it was."""
    class Refused(Exception):
        pass

    class M(type):
        refuse = False

        def mro(cls):
            if M.refuse and cls.__name__ == "E":
                raise Refused(cls.__name__)
            return type.mro(cls)

    class A(metaclass=M):
        x = "A"

    class B(metaclass=M):
        x = "B"

    class C(A):
        pass

    class D(C):
        pass

    class E(C):
        pass

    M.refuse = True
    try:
        C.__bases__ = (B,)
    except Refused as e:
        print("refused", e)
    for c in C, D, E:
        print([k.__name__ for k in c.__mro__], c.x)
    print(C.__bases__, A.__subclasses__(), B.__subclasses__())
    M.refuse = False
    C.__bases__ = (B,)
    print(C.x, D.x, E.x, A.__subclasses__(), B.__subclasses__())


def empty():
    class M(type):
        def mro(cls):
            return ()

    try:
        class A(metaclass=M):
            pass
    except TypeError as e:
        print(e)


cycle()
other_bases()
raising()
empty()


# A member may have the name of the compiler's cell.
class Meta(type):
    def __new__(cls, name, bases, namespace):
        print("__classcell__" in namespace)
        return super().__new__(cls, name, bases, namespace)


class Base:
    def __init__(self):
        self.b = 42


class WithCell(Base, metaclass=Meta):
    __slots__ = ["__classcell__"]

    def __init__(self):
        super().__init__()


w = WithCell()
print(w.b, hasattr(w, "__classcell__"), type(WithCell.__dict__["__classcell__"]).__name__)


# The dictionary of a metaclass's instance is a view, whichever base comes first.
class Plain:
    pass


class MetaPlain(Plain, type):
    pass


class Viewed(metaclass=MetaPlain):
    x = 1


print(type(Viewed.__dict__).__name__)
try:
    Viewed.__dict__["x"] = 2
except TypeError as e:
    print(e)
for action in (lambda: setattr(Viewed, "__dict__", {}), lambda: delattr(Viewed, "__dict__")):
    try:
        action()
    except (AttributeError, TypeError) as e:
        print(type(e).__name__)


# staticmethod and classmethod take over what describes the function.
def f(cls, arg):
    "f docstring"
    return cls, arg


for wrap in staticmethod, classmethod:
    wrapped = wrap(f)
    print(sorted(wrapped.__dict__.items()))
    wrapped.x = 42
    print(wrapped.x, wrapped.__doc__, wrapped.__dict__["x"], wrapped.__name__, wrapped.__wrapped__ is f)
    del wrapped.x
    print(hasattr(wrapped, "x"), sorted(wrapped.__dict__))
    print(wrap(print).__dict__["__name__"])


class P(property):
    pass


p = P(lambda self: 1, doc="one")
p.__dict__["y"] = 1
print(p.__doc__, p.y)
p.__doc__ = "two"
print(p.__doc__)
