# One attribute twice in a row: whatever the first load runs or changes, the second is a load of its own.
log = []


class Plain:
    def __init__(self, x, y):
        self.x = x
        self.y = y


class Slots:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y


class Getter:
    n = 0

    @property
    def x(self):
        log.append("x")
        self.n += 1
        return self.n

    y = 5


class Missing:
    def __getattr__(self, name):
        log.append(name)
        return len(log)


class Everything:
    def __init__(self):
        self.x = 1
        self.y = 2

    def __getattribute__(self, name):
        log.append("get " + name)
        d = object.__getattribute__(self, "__dict__")
        d[name] += 1
        return d[name]


class Descriptor:
    def __get__(self, instance, owner):
        instance.__dict__["x"] = 50  # hides nothing: a descriptor without __set__ is hidden by the instance from now on
        return 3


class Hidden:
    x = Descriptor()
    y = 1


class Swapped:
    """The first load makes another class of the object."""

    def __getattr__(self, name):
        self.__class__ = Plain
        self.__dict__.update(x=7, y=8)
        return 100


class Number:
    """Between the second pair of loads an operator's method runs, which writes the attribute."""

    def __init__(self, owner):
        self.owner = owner

    def __mul__(self, other):
        self.owner.x = 9
        return 1 if other is self else 2


class Deleting:
    def __init__(self, owner):
        self.owner = owner

    def __mul__(self, other):
        del self.owner.x
        return 3


def square(p):
    return p.x * p.x + p.y * p.y


def cubes(p):
    return p.x * p.x * p.x


def both(p, q):
    return p.x * p.x + q.x * q.x, p.x * p.x - q.y


def looped(p, n):
    total = 0
    for i in range(n):
        total += p.x * p.x
        p.x = p.x + i
    return total


def same_names(p):
    return (p.x, p.x), [p.x, p.x], p.x == p.x, p.x is p.x


for turn in range(3):
    for p in (Plain(3, 4), Slots(3, 4), Plain(1.5, 2), Getter(), Missing(), Everything(), Hidden(), Swapped()):
        print(type(p).__name__, square(p), log)
        log.clear()
        print(cubes(p), same_names(p), log)
        log.clear()
    p, q = Plain(2, 3), Plain(5, 6)
    print(both(p, q), both(p, p), both(Getter(), p), looped(p, 5))
    p.x = Number(p)
    print(cubes(p) if turn else square(p))
    p.x = Deleting(p)
    try:
        print(cubes(p))
    except AttributeError as e:
        print("AttributeError", e)
    try:
        print(square(5))
    except AttributeError as e:
        print("AttributeError", e)


def swap(p, q):
    r = p
    a = r.x * r.x
    r = q
    return a, r.x * r.x


print(swap(Plain(1, 2), Plain(3, 4)))
Plain.x = property(lambda self: 77)  # a data descriptor appears later
print(square(Plain.__new__(Plain)) if hasattr(Plain.__new__(Plain), "y") else cubes(Plain.__new__(Plain)))
