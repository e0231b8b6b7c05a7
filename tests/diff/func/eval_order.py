log = []
def t(x): log.append(x); return x
def f(*a, **k): return None
t(f)(t(1), *[t(2)], k=t(3), **{"z": t(4)})
{t("k1"): t("v1"), t("k2"): t("v2")}
[t(5), t(6)][t(0)]
class O: pass
o = O()
t(o).x = t(7)
d = {}
t(d)[t("key")] = t(8)
x, d[t("i")], o.y = t(9), t(10), t(11)
t(1) + t(2) * t(3) - t(4)
t(5) if t(0) else t(6)
def g(a=t("def"), *, b=t("kwdef")) -> t("ann"): pass
@t
def dd(): pass
o.x += t(12)
d[t("key")] += t(13)
print([x if not callable(x) and not isinstance(x, (O, dict)) else "obj" for x in log])
