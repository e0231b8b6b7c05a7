# Lengths and positions that do not fit the inline integers.
R = range(2**50 + 5)
match R:
    case [a, b]: print("two")
    case []: print("empty")
    case _: print("none")
print(len(R), R.__len__(), R.__length_hint__() if hasattr(R, "__length_hint__") else None, iter(R).__length_hint__(), len(R[1:]))
import operator
print(operator.length_hint(R), operator.length_hint(iter(R)), operator.length_hint(reversed(R)))
class C:
    def __len__(self): return 2**52
    def __getitem__(self, i): return i
print(len(C()), reversed(C()).__length_hint__(), next(reversed(C())), operator.length_hint(C()))
class H:
    def __length_hint__(self): return 2**52
print(operator.length_hint(H()))
it = iter(C()); it.__setstate__(2**55); print(next(it), it.__reduce__()[2])
it = iter([1]); it.__setstate__(2**62); print(next(it, 'end'), it.__reduce__()[1])
it = reversed(C()); it.__setstate__(2**51); print(next(it), it.__reduce__()[2])
