print()
print(1, "a", None, sep="")
print(1, 2, sep="-", end="!\n")
print("a", end="")
print("b")
print(*[1, 2], sep="\n")
print("x", "y", sep=None, end=None)
class W:
    def __init__(self): self.d = []
    def write(self, s): self.d.append(s)
w = W()
print(1, "two", file=w, flush=False)
print(w.d)
import sys
print("to stderr", file=sys.stderr)
sys.stdout.write("direct\n")
class S:
    def __str__(self): return "S-str"
    def __repr__(self): return "S-repr"
print(S(), [S()], (S(),), {S(): S()} != {}, {1: S()})
for k in ({"sep": 1}, {"end": 5}, {"foo": 1}):
    try: print("q", **k)
    except TypeError as e: print(e)
