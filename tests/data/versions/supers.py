"""super() with and without arguments, shadowed, and in methods of every kind."""


class A:
    kind = "A"

    def __init__(self, *args, **kwargs):
        self.args = args, kwargs

    def hello(self, n=0):
        return ["A", n]

    @classmethod
    def make(cls, *args):
        return cls(*args)

    @property
    def value(self):
        return len(self.args)


class B(A):
    kind = "B"

    def __init__(self, *args, **kwargs):
        super().__init__("b", *args, **kwargs)

    def hello(self, n=0):
        return ["B"] + super().hello(n + 1) + super(B, self).hello() + [super().kind, super().value]

    @classmethod
    def make(cls, *args):
        return super().make("made", *args), super(B, cls).kind

    def in_comprehension(self):
        return [super(B, self).hello(i) for i in range(2)]

    def closure(self):
        return lambda: (super(B, self).kind, __class__.__name__)

    def stored(self):
        s = super()
        return s.hello, s.kind, type(s).__name__

    def missing(self):
        try:
            super().nothing
        except AttributeError as e:
            return str(e)


b = B(1, two=2)
print(b.args, b.hello(), B.make(3)[0].args, B.make(3)[1], b.in_comprehension(), b.closure()())
print(b.stored()[0](9), b.stored()[1:], b.missing())


def super(*args):  # from here on the name is this one
    class Fake:
        kind = value = "fake"

        def hello(self, *a):
            return ["fake", len(args), a]
    return Fake()


print(b.hello(), b.closure()())
