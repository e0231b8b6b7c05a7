class R:
    def __init__(self): self.done = False; self.n = 0
    def step(self): self.n += 1; self.done = self.n >= 3
def run(r):
    while 1:
        if r.done: break
        r.step()
    return r.n
print(run(R()))
primes = []
for i in range(2, 30):
    for p in primes:
        if i % p == 0: break
    else: primes.append(i)
print(primes)
class Sw:
    def a(self): Sw.m = lambda s: "new"; return "a"
    def m(self): return "old"
def f(s): return [s.m(), s.a(), s.m(), [s.m() for _ in range(2)]]
print(f(Sw()))
class Chg:
    v = 1
o = Chg(); out = []
for i in range(4):
    out.append(o.v)
    if i == 1: Chg.v = 2
    if i == 2: o.v = 3
print(out)
class Cnt:
    total = 0
    def __init__(self): Cnt.total += 1; type(self).total += 0
for _ in range(100): Cnt()
print(Cnt.total)
class Dyn: pass
d = Dyn(); r = []
for i in range(3):
    setattr(d, "a%d" % i, i); r.append(sorted(vars(d)))
    Dyn.x = property(lambda s: i * 10) if i == 1 else i
    r.append(d.x)
print(r)
