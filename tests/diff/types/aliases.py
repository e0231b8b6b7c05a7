def t(f, *a, **k):
    try: r = f(*a, **k)
    except BaseException as e: print(type(e).__name__, e)
    else: print('ok', r)
import types
import types
print(list[int], dict[str, int], list[int] == list[int], hash(list[int]) == hash(list[int]), list[int].__origin__, list[int].__args__, tuple[int, ...], tuple[()])
print(int | str, int | None, (int | str).__args__, int | int, isinstance(1, int | str), issubclass(bool, int | str), (int|str) == (str|int), list[int] | None)
t(isinstance, 1, list[int]); print(list[int]([1, 2]), type(list[int]), types.GenericAlias(list, int), types.UnionType); t(lambda: int | 1); t(lambda: 1 | int)
t(lambda: list[int][str])
class G:
    def __class_getitem__(cls, x): return (cls.__name__, x)
print(G[1]); t(lambda: int[3]); t(lambda: A[3])
class L(list[int]): pass
print(L.__bases__, L.__orig_bases__)
def f(a, b=2, *c, d=4, **e) -> int: 
    "doc"
    return a
import typing
T1 = typing.TypeVar('T1'); T2 = typing.TypeVar('T2'); Ts = typing.TypeVarTuple('Ts')
for e in ("list[T1][*tuple[int]]", "dict[T1, T2][*tuple[int, str]]", "tuple[T1, T2][*tuple[int], str]", "tuple[*tuple[int]]", "dict[T1, T2][int]", "list[T1][int, str]",
          "list[T1][*tuple[int, ...]]", "dict[T1, T2][*tuple[()]]", "tuple[*Ts][*tuple[int, str], bool]", "tuple[T1, *Ts][*tuple[int, ...]]", "list[T1][()]"):
    try: print(e, eval(e))
    except Exception as ex: print(e, type(ex).__name__, ex)
