class M(type):
    def __instancecheck__(cls, o): return o == 5
    def __subclasscheck__(cls, c): return c is str
class A(metaclass=M): pass
print(isinstance(5, A), isinstance(6, A), issubclass(str, A), issubclass(int, A), isinstance(A(), A), isinstance(5, (int, A)))
from abc import ABC, abstractmethod, ABCMeta
class Sh(ABC):
    @abstractmethod
    def area(self): ...
    @property
    @abstractmethod
    def name(self): ...
class Sq(Sh):
    def area(self): return 4
    name = "sq"
class Half(Sh):
    def area(self): return 1
print(Sq().area(), isinstance(Sq(), Sh))
for c in (Sh, Half):
    try: c()
    except TypeError as e: print(e)
Sh.register(int); print(isinstance(5, Sh), issubclass(int, Sh))
