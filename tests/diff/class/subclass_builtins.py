class L(list):
    def __init__(self, *a): super().__init__(a); self.tag = "t"
    def append(self, x): super().append(x * 2)
    def __getitem__(self, i): return ("got", super().__getitem__(i))
l = L(1, 2); l.append(5)
print(l, l[0], len(l), l.tag, type(l + [1]).__name__, l == [1, 2, 10], sorted(l), [x for x in l], isinstance(l, list), l[1:], 10 in l, sum(l))
class I(int):
    def __new__(cls, v, unit="m"): o = super().__new__(cls, v); o.unit = unit; return o
    def __repr__(self): return "%d%s" % (self, self.unit)
i = I(5, "km"); print(i, i + 1, i * i, i.unit, f"{i}", i == 5, {i: 1}[5], str(int(i)), i > 3, -i, [0] * I(2), range(I(3)), I(10**20))
class F(float):
    def half(self): return self / 2
print(F(3).half(), F(2.5) + 1, type(F(1) + 1).__name__, F("1.5"), repr(F(0.1)), hash(F(0.5)) == hash(0.5), F(2) == 2, round(F(2.6)))
class S(set):
    def add(self, x): super().add(x + 100)
s = S([1]); s.add(1); print(sorted(s), type(s | {5}).__name__, 101 in s)
class E(Exception):
    def __init__(self, code): super().__init__("code %d" % code); self.code = code
try: raise E(5)
except E as e: print(e, e.code, e.args, repr(e))
class By(bytes): pass
print(By(b"ab"), By(b"ab") + b"c", type(By(b"x").upper()).__name__)
class Fs(frozenset): pass
print(Fs([1]) == {1}, hash(Fs([1])) == hash(frozenset([1])), Fs([1]))
