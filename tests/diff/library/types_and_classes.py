# typing, collections, enum, dataclasses, match, contextvars, ast, tokenize, generators, metaclasses.
# stress: 20000
import typing, collections, types, sys, dataclasses, enum, string, operator, collections.abc as cabc, weakref, gc, contextvars, numbers, reprlib, graphlib, sched, time, queue, threading, ipaddress, ast, tokenize, io, dis
from typing import *
T = TypeVar("T"); K = TypeVar("K", bound=int)
class Stack(Generic[T]):
    def __init__(self) -> None: self.items: List[T] = []
    def push(self, x: T) -> None: self.items.append(x)
    def pop(self) -> T: return self.items.pop()
class Pt(NamedTuple):
    x: int; y: int = 0
    def dist(self): return (self.x ** 2 + self.y ** 2) ** .5
class TD(TypedDict, total=False): a: Required[int]; b: str
class Proto(Protocol):
    def run(self, x: int) -> str: ...
@runtime_checkable
class HasLen(Protocol):
    def __len__(self) -> int: ...
print(Stack[int], Stack[int]().push(1), Pt(3, 4).dist(), Pt(1), Pt(1)._replace(y=5), Pt._fields, TD(a=1), TD.__required_keys__, isinstance([], HasLen), isinstance(1, HasLen))
print(Optional[int], Union[int, str, int], Callable[[int], str], Dict[str, List[int]], int | None, list[int] | str, Literal["a", 1], Annotated[int, "x"], Tuple[int, ...], Type[int], ClassVar[int], Final[int], get_args(Dict[str, int]), get_origin(List[int]), get_type_hints(Stack.push), Any, NoReturn, NewType("UID", int)(5), cast(int, "x"))
def ov(x: "int", y: Optional["Stack"] = None) -> "list[int]": ...
print(get_type_hints(ov), ov.__annotations__, ForwardRef("int"), Self, Never, LiteralString, TypeVar("X"), ParamSpec("P"), TypeVarTuple("Ts"), Concatenate, assert_type(1, int), reveal_type.__name__)
for bad in (lambda: List[int]([1]) and Optional[1, 2], lambda: Union[()], lambda: Generic[int], lambda: Stack[int, str], lambda: isinstance(1, List[int])):
    try: print(bad())
    except TypeError as e: print(e)
P3 = collections.namedtuple("P3", "a b c", defaults=[7]); print(P3(1, 2), P3._make([1, 2, 3])._asdict(), P3(*"abc") == ("a", "b", "c"), P3.__doc__)
try: P3(1)
except TypeError as e: print(e)
c = collections.Counter("abracadabra"); print(c, c.most_common(2), c - collections.Counter("aab"), +c, c & {"a": 1} if 0 else c.total(), sorted(c.elements())[:3])
dd = collections.defaultdict(list); dd["x"].append(1); print(dd, dd.get("y"), collections.OrderedDict(a=1, b=2), collections.ChainMap({"a": 1}, {"a": 2, "b": 3})["b"])
od = collections.OrderedDict.fromkeys("abc"); od.move_to_end("a"); print(od, od.popitem(last=False), list(reversed(od)))
dq = collections.deque(range(5), maxlen=3); dq.rotate(1); dq.appendleft(9); print(dq, dq.maxlen, dq[0], list(dq)); 
class UD(collections.UserDict):
    def __missing__(self, k): return k * 2
print(UD(a=1)["zz"], UD(a=1), collections.UserString("abc").upper(), collections.UserList([1]) + [2])
class Color(enum.StrEnum): RED = enum.auto(); BLUE = "b"
class Perm(enum.IntFlag): R = 4; W = 2; X = 1
class Planet(enum.Enum):
    EARTH = (5.97e24, 6.37e6); ALIAS = EARTH
    def __init__(self, m, r): self.m, self.r = m, r
    @property
    def g(self): return 6.67e-11 * self.m / self.r ** 2
print(Color.RED, Color("b"), f"{Color.RED:>5}", Perm.R | Perm.W, Perm(7), Perm.R in Perm(5), round(Planet.EARTH.g, 2), Planet.ALIAS, list(Planet.__members__), Color.__members__)
try:
    @enum.unique
    class Dup(enum.Enum): A = 1; B = 1
except ValueError as e: print(e)
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Fz: a: int; b: str = "x"; c: dataclasses.InitVar[int] = 0
f = Fz(a=1); print(f, hash(f) == hash(Fz(a=1)), Fz.__slots__, Fz.__match_args__)
for bad in (lambda: setattr(f, "a", 2), lambda: Fz(1), lambda: dataclasses.make_dataclass("M", [("x", int), ("y", int, 5)])(), lambda: dataclasses.dataclass(type("Q", (), {"__annotations__": {"l": list}, "l": []}))):
    try: bad()
    except Exception as e: print(type(e).__name__, e)
match {"k": [1, 2, {"z": Pt(1, 2)}]}:
    case {"k": [1, *rest, {"z": Pt(x=1, y=yy)}], **kw}: print(rest, yy, kw)
def m(x):
    match x:
        case int() | float() if x > 5: return "big"
        case [a, b]: return (a, b)
        case {"t": str(s)}: return s
        case Color.RED: return "red"
        case None | True: return "nt"
        case str(): return "s"
        case _: return "?"
print([m(v) for v in (7, 2, [1, 2], {"t": "q"}, Color.RED, None, "abc", (3, 4), {"t": 1})])
class Obj:
    __slots__ = ("v", "__weakref__")
    def __init__(self, v): self.v = v
o = Obj(1); r = weakref.ref(o); wd = weakref.WeakValueDictionary(a=o); print(r() is o, wd["a"].v); fin = weakref.finalize(o, print, "finalized")
print(fin.alive, fin.detach() is not None)
cv = contextvars.ContextVar("cv", default=5); tk = cv.set(6); print(cv.get()); cv.reset(tk); ctx = contextvars.copy_context(); ctx.run(cv.set, 9); print(cv.get(), ctx[cv])
print(list(graphlib.TopologicalSorter({"d": {"b", "c"}, "b": {"a"}, "c": {"a"}}).static_order())[0], reprlib.repr(list(range(100))), isinstance(1, numbers.Integral))
q = queue.PriorityQueue(); [q.put(x) for x in (3, 1, 2)]; print([q.get() for _ in range(3)], q.empty()); lk = threading.RLock()
with lk: print(threading.current_thread().name, threading.active_count(), threading.main_thread() is threading.current_thread())
ev = threading.Event(); ev.set(); print(ev.wait(0), threading.local().__class__.__name__, threading.Lock().locked())
s = sched.scheduler(time.monotonic, time.sleep); s.enter(0.001, 1, print, ("sched",)); s.run()
n = ipaddress.ip_network("192.168.0.0/30"); print(list(n.hosts()), ipaddress.ip_address("::1").is_loopback, ipaddress.ip_address("10.0.0.1") in ipaddress.ip_network("10.0.0.0/8"), n.broadcast_address, n.with_netmask)
try: ipaddress.ip_address("300.1.1.1")
except ValueError as e: print(e)
t = ast.parse("def f(a, *b, c=1):\n    return [x for x in a if x > c] + b\n"); print(ast.dump(t, indent=1)); print(ast.unparse(t), ast.literal_eval("{'a': [1, (2, None)], 'b': -1.5e3}"))
class V(ast.NodeTransformer):
    def visit_Constant(self, n): return ast.copy_location(ast.Constant(n.value + 1), n)
e = ast.fix_missing_locations(V().visit(ast.parse("1 + 2", mode="eval"))); print(eval(compile(e, "<ast>", "eval")))
for bad in ("1 +", "def f(:\n", "x = (1,\n", "  y", "a b", "f'{x!z}'", "return 1", "'abc", "x = 5 = y", "for", "if True:\npass"):
    try: compile(bad, "<s>", "exec")
    except SyntaxError as x: print(type(x).__name__, x.msg, x.lineno, x.offset, x.text)
try: ast.literal_eval("f()")
except ValueError as x: print(str(x)[:30])
print([(tokenize.tok_name[k.type], k.string) for k in tokenize.generate_tokens(io.StringIO("x = f'a' + 1.5 # c\nif x:\n  y\n").readline)])
ns = {}; exec("def g(n):\n    yield from range(n)\n    return 5\nclass A: z = 3", ns); print(list(ns["g"](3)), ns["A"].z, eval("a+b", {"a": 1}, {"b": 2}))
def gen():
    try:
        x = yield 1
        while x: x = yield x * 2
    except ValueError as e: yield str(e)
    finally: print("cleanup")
    return "done"
g = gen(); print(next(g), g.send(5), g.throw(ValueError("v")));
try: next(g)
except StopIteration as e: print(e.value)
def pipeline(src, *fs):
    for f in fs: src = f(src)
    return src
print(sum(pipeline(range(100), lambda s: (x * x for x in s), lambda s: (x for x in s if x % 3 == 0), lambda s: map(lambda x: x + 1, s))))
print(types.SimpleNamespace(a=1, b=[2]), types.MappingProxyType({"x": 1}), types.new_class("NC", (object,), {}, lambda ns: ns.update(q=1)).q, types.MethodType(lambda self: self, 5)(), isinstance(gen, types.FunctionType))
class Meta(type):
    def __new__(m, n, b, d, **k): d["added"] = k; return super().__new__(m, n, b, d)
    def __init__(c, n, b, d, **k): super().__init__(n, b, d)
    def __call__(c, *a): print("call", c.__name__); return super().__call__(*a)
    def __getitem__(c, i): return i
class WithMeta(metaclass=Meta, opt=1):
    def __init_subclass__(cls, **k): print("sub", cls.__name__, k)
    def __set_name__(self, o, n): print("set", n)
class Sub(WithMeta, x=1): d = WithMeta()
print(Sub.added, Sub[5], type(Sub()).__name__)
class Desc:
    def __get__(s, i, o): return ("get", i is None)
    def __set__(s, i, v): print("set", v)
    def __delete__(s, i): print("del")
class UseD: d = Desc()
u = UseD(); u.d = 1; del u.d; print(u.d, UseD.d)
print(f"{3.14159:.2f} {255:#x} {1000000:,} {'x':*^9} {42:08b} {1e10:g} {-5:+d} {0.5:%} {'a'!r:>6} {[1]!s} {12345.678:_.1f} {True:d} {'é':a<3}" + f"{1+1=} {'n'=!s:>4}")
