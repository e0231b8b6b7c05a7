"""A class hierarchy with descriptors, properties, metaclasses, operators, slots and multiple inheritance."""


class Typed:
    def __init__(self, kind, default=None):
        self.kind = kind
        self.default = default

    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, instance, owner):
        if instance is None:
            return self
        return getattr(instance, self.name, self.default)

    def __set__(self, instance, value):
        if not isinstance(value, self.kind):
            raise TypeError("%s must be %s" % (self.name[1:], self.kind.__name__))
        setattr(instance, self.name, value)


class Ranged(Typed):
    def __init__(self, low, high):
        super().__init__(int, low)
        self.low, self.high = low, high

    def __set__(self, instance, value):
        if not self.low <= value <= self.high:
            raise ValueError("%s out of range: %r" % (self.name[1:], value))
        super().__set__(instance, value)


class Registry(type):
    classes = {}

    def __new__(meta, name, bases, namespace):
        cls = super().__new__(meta, name, bases, namespace)
        meta.classes[name] = cls
        cls.fields = [k for b in reversed(cls.__mro__) for k, v in vars(b).items() if isinstance(v, Typed)]
        return cls


class Model(metaclass=Registry):
    def __init__(self, **values):
        for name, value in values.items():
            setattr(self, name, value)

    def __repr__(self):
        return "%s(%s)" % (type(self).__name__, ", ".join("%s=%r" % (f, getattr(self, f)) for f in self.fields))


class Shape(Model):
    name = Typed(str, "shape")

    @property
    def area(self):
        raise NotImplementedError

    def describe(self):
        return "%s of area %.2f" % (self.name, self.area)


class Square(Shape):
    side = Ranged(0, 1000)

    @property
    def area(self):
        return self.side ** 2

    @area.setter
    def area(self, value):
        self.side = int(value ** 0.5)


class Coloured:
    palette = {"red": 1, "green": 2}

    @classmethod
    def colours(cls):
        return sorted(cls.palette)

    @staticmethod
    def mix(a, b):
        return a + "-" + b

    def describe(self):
        return "coloured " + super().describe()


class FancySquare(Coloured, Square):
    colour = Typed(str, "red")

    def describe(self):
        return self.colour + " " + super().describe()


class Lazy:
    def __init__(self, function):
        self.function = function

    def __get__(self, instance, owner):
        value = self.function(instance)
        instance.__dict__[self.function.__name__] = value
        return value


class Vector:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y

    def __add__(self, o):
        return Vector(self.x + o.x, self.y + o.y)

    def __mul__(self, k):
        return Vector(self.x * k, self.y * k)

    __rmul__ = __mul__

    def __eq__(self, o):
        return self.x == o.x and self.y == o.y

    def __hash__(self):
        return hash((self.x, self.y))

    def __getitem__(self, i):
        return (self.x, self.y)[i]

    def __iter__(self):
        yield self.x
        yield self.y

    def __bool__(self):
        return bool(self.x or self.y)


class Dynamic:
    def __init__(self):
        self.log = []

    def __getattr__(self, name):
        if name.startswith("get_"):
            return lambda: name[4:]
        raise AttributeError(name)

    @Lazy
    def expensive(self):
        self.log.append("computed")
        return len(self.log) * 100

    def __call__(self, n):
        return n + 1


total = 0
s = FancySquare(name="tile", side=3)
for i in range(100000):
    s.side = i % 1000
    total += s.area + len(s.name)
    if i % 100 == 0:
        s.area = i
        total += len(s.describe())
print(total, s, s.describe(), FancySquare.fields, sorted(Registry.classes))
for attempt in (lambda: setattr(s, "side", 1001), lambda: setattr(s, "name", 5), lambda: Shape().area, lambda: setattr(s, "side", "x")):
    try:
        attempt()
    except (ValueError, TypeError, NotImplementedError) as e:
        print(type(e).__name__, e)
v = Vector(0, 0)
step = Vector(1, 2)
for i in range(150000):
    v = v + step * 2
    if v[0] > 1000 and v:
        v = 1 * Vector(*step)
print(list(v), len({Vector(i % 10, i % 5) for i in range(3000)}), Vector(1, 2) == step)
d = Dynamic()
n = 0
for i in range(100000):
    n = d(n) + d.expensive - 100
print(n, d.log, d.get_colour(), Coloured.colours(), FancySquare.mix("a", "b"), [c.__name__ for c in FancySquare.__mro__])
