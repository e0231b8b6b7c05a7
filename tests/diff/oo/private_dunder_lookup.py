class A:
    def __init__(self): self.__len__ = lambda: 5; self.__str__ = lambda: "inst"
    def __len__(self): return 1
a = A(); print(len(a), a.__len__(), str(a) != "inst")
class B: pass
b = B(); b.__add__ = lambda o: 1
try: b + 1
except TypeError as e: print(e)
B.__add__ = lambda s, o: "now"; print(b + 1); del B.__add__
try: b + 1
except TypeError as e: print(e)
B.__getitem__ = lambda s, i: i * 2; print(b[4]); B.__len__ = lambda s: 0; print(bool(b), len(b)); B.__call__ = lambda s: "called"; print(b())
