class A:
    __x = 1
    def __init__(self): self.__y = 2
    def get(self): return self.__x + self.__y
    def __m(self): return "priv"
    def call(self): return self.__m()
    class __Inner: pass
a = A()
print(a.get(), a.call(), a._A__y, sorted(k for k in vars(A) if "A__" in k), a.__dict__)
try: a.__y
except AttributeError as e: print(e)
