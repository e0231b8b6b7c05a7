class A:
    def __add__(s, o): return "A.add"
    def __radd__(s, o): return "A.radd"
    def __eq__(s, o): print("A.eq"); return NotImplemented
    def __lt__(s, o): return "A.lt"
    def __gt__(s, o): return "A.gt"
class B(A):
    def __radd__(s, o): return "B.radd"
    def __gt__(s, o): return "B.gt"
class C(A): pass
print(A() + B(), B() + A(), A() + C(), 1 + A(), A() < B(), A() > B(), A() == B(), A() == 1, A() != A())
class N:
    def __add__(s, o): return NotImplemented
    def __radd__(s, o): return NotImplemented
try: N() + N()
except TypeError as e: print(e)
try: N() + 1
except TypeError as e: print(e)
try: [] + N()
except TypeError as e: print(e)
class S(str):
    def __radd__(s, o): return "S.radd"
    def __rmul__(s, o): return "S.rmul"
print("a" + S("b"), 3 * S("x"), S("a") + "b")
class I(int):
    def __add__(s, o): return "I.add"
    def __radd__(s, o): return "I.radd"
print(I(1) + 2, 2 + I(1), I(5) * 2, type(I(5) * 2).__name__, I(3) == 3, hash(I(3)), [1, 2, 3, 4][I(2)], I(7), repr(I(7)), I(5) - 1)
