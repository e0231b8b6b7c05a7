class Stack:
    def __init__(self, *a): self._d = list(a)
    def __len__(self): return len(self._d)
    def __iter__(self): return iter(self._d[::-1])
    def __contains__(self, x): return x in self._d
    def __getitem__(self, i): return self._d[~i] if isinstance(i, int) else Stack(*self._d[i])
    def __bool__(self): return len(self) > 0
    def __eq__(self, o): return isinstance(o, Stack) and self._d == o._d
    def __repr__(self): return "Stack(%s)" % ", ".join(map(repr, self._d))
    def __reversed__(self): return iter(self._d)
    def __iadd__(self, x): self._d.append(x); return self
    def __add__(self, o): return Stack(*self._d, *o._d)
s = Stack(1, 2, 3); s += 4
print(s, len(s), list(s), 2 in s, s[0], s[1:3], bool(Stack()), s == Stack(1, 2, 3, 4), s != Stack(), list(reversed(s)), s + Stack(9), [*s], max(s), sorted(s), sum(s))
