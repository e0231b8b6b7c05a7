# stress: 2000
import types
ns = types.SimpleNamespace(a=1, b="x")
print(ns, ns.a, ns == types.SimpleNamespace(a=1, b="x"))
ns.c = [1]; print(ns); del ns.a; print(ns)
from dataclasses import dataclass, field
@dataclass(order=True)
class P:
    x: int
    y: int = 0
    tags: list = field(default_factory=list, compare=False)
p = P(1); q = P(1, 2)
print(p, q, p < q, p == P(1, 0), sorted([q, p]), P.__match_args__)
@dataclass(frozen=True)
class Fz:
    a: int
f = Fz(1); print(hash(f) == hash(Fz(1)), {f: 1}[Fz(1)])
try: f.a = 2
except Exception as e: print(type(e).__name__, e)
