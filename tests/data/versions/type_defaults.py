# from: 3.13
"""Defaults of type parameters (PEP 696)."""


def f[T = int, *Ts = *tuple[int, ...], **P = [int]]():
    pass


print(f.__type_params__, [t.has_default() for t in f.__type_params__])
print(f.__type_params__[0].__default__, f.__type_params__[2].__default__)


class C[T, U = T]:
    pass


print(C.__type_params__[1].__default__ is C.__type_params__[0], C.__type_params__[0].has_default())
type A[T: int = bool] = list[T]
print(A.__type_params__[0].__bound__, A.__type_params__[0].__default__)
type Late[T = Defined] = T
try:
    Late.__type_params__[0].__default__
except NameError as e:
    print(e)
Defined = str
print(Late.__type_params__[0].__default__, Late.__value__)
