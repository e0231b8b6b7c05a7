class P:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
class Q(P): pass
def f(p):
    match p:
        case P(0, 0): return "origin"
        case P(x=0, y=yy): return ("y", yy)
        case Q(a, b): return ("q", a, b)
        case P(a, b) if a == b: return ("diag", a)
        case P(): return "p"
        case [P(x, _), *_]: return ("list", x)
        case dict(): return "d"
        case float() | complex(): return "number"
print([f(p) for p in (P(0, 0), P(0, 5), Q(1, 2), P(3, 3), P(1, 2), [P(7, 8)], {}, 1.5, 2j, "s")])
try:
    match P(1, 2):
        case P(1, 2, 3): pass
except TypeError as e:
    print(e)
try:
    match 1:
        case 5 as a: pass
    print(a)
except NameError as e:
    print(e)
