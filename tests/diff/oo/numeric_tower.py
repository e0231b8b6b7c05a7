class Mod:
    def __init__(self, v, m=7): self.v, self.m = v % m, m
    def _w(self, o): return o.v if isinstance(o, Mod) else o
    def __add__(self, o): return Mod(self.v + self._w(o), self.m)
    __radd__ = __add__
    def __sub__(self, o): return Mod(self.v - self._w(o), self.m)
    def __rsub__(self, o): return Mod(self._w(o) - self.v, self.m)
    def __mul__(self, o): return Mod(self.v * self._w(o), self.m)
    __rmul__ = __mul__
    def __pow__(self, n): return Mod(pow(self.v, n, self.m), self.m)
    def __neg__(self): return Mod(-self.v, self.m)
    def __int__(self): return self.v
    def __eq__(self, o): return self.v == self._w(o) % self.m
    def __repr__(self): return f"{self.v}%{self.m}"
x = Mod(5)
print(x + 4, 4 + x, x - 6, 1 - x, x * x, 3 * x, x ** 10, -x, int(x), x == 12, sum([x, x, x]), x + x * 2 - 1)
x += 3; x *= 2; print(x)
