# What asks an iterable for its length, and when: a __len__ that raises is met only where CPython asks.
import collections


class BadLen:
    def __iter__(self):
        print("iter", end=" ")
        return iter(range(10))

    def __len__(self):
        print("len", end=" ")
        raise RuntimeError("hello")


def assign():
    x = [1]
    x[0:1] = BadLen()
    return x


def unpack():
    a, *b = BadLen()
    return a, b


for f in (lambda: list(BadLen()), lambda: [].extend(BadLen()), lambda: [*BadLen()], lambda: tuple(BadLen()),
          lambda: bytearray(b"abc").extend(BadLen()), lambda: bytes(BadLen()), lambda: bytearray(BadLen()), lambda: sorted(BadLen()),
          lambda: set(BadLen()), lambda: dict.fromkeys(BadLen()), lambda: "".join(BadLen()), lambda: b"".join(BadLen()),
          lambda: max(BadLen()), lambda: collections.deque(BadLen()), lambda: [0].__iadd__(BadLen()), assign, unpack,
          lambda: list(map(str, BadLen())), lambda: list(zip(BadLen())), lambda: (*BadLen(),)):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
