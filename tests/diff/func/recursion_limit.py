# counts: no, it measures how deep recursion goes
# stress: 200
import sys
def f(n): return f(n + 1)
try:
    f(0)
except RecursionError as e:
    print(e)
class A:
    def __getattr__(self, n): return getattr(self, n + "x")
try:
    A().y
except RecursionError as e:
    print(type(e).__name__)
def depth(n):
    try:
        return depth(n + 1)
    except RecursionError:
        return n
print(depth(0) > 900)
old = sys.getrecursionlimit()
sys.setrecursionlimit(5000)
def g(n): return 0 if n == 0 else 1 + g(n - 1)
print(g(4000), old)
l = []
l.append(l)
print(l, repr(l))
class R:
    def __repr__(self): return repr(self)
try:
    repr(R())
except RecursionError as e:
    print(type(e).__name__)
