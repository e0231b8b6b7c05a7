# stress: 5000
import itertools as it, functools, collections, operator, heapq, bisect, copy, contextlib, enum, string, textwrap, json, re, fractions, decimal, datetime, types, weakref, abc, struct, reprlib, random, statistics
def t(f, *a, **k):
    try: r = f(*a, **k); print("=", repr(r))
    except BaseException as e: print(type(e).__name__, e)
L = list
print(L(it.accumulate([1, 2, 3], initial=5)), L(it.chain("ab", [1])), L(it.chain.from_iterable(["ab", "c"])), L(it.combinations("abc", 2)), L(it.combinations_with_replacement("ab", 2)), L(it.compress("abcd", [1, 0, 1])), L(it.islice(it.count(5, 2), 3)), L(it.islice(it.cycle("ab"), 5)), L(it.dropwhile(lambda x: x < 2, [1, 2, 1])), L(it.filterfalse(lambda x: x % 2, range(5))), [(k, L(g)) for k, g in it.groupby("aabbc")], L(it.islice("abcdef", 1, 5, 2)), L(it.pairwise("abc")), L(it.permutations("abc", 2)), L(it.product("ab", repeat=2)), L(it.repeat(1, 3)), L(it.starmap(pow, [(2, 3)])), L(it.takewhile(lambda x: x < 2, [1, 2, 1])), [L(x) for x in it.tee("ab")], L(it.zip_longest("ab", "c", fillvalue=0)), it.count(1.5, .5), it.repeat(1), it.repeat(1, 2))
t(it.islice, [1], -1); t(it.combinations, "a", -1); t(it.product, "a", repeat=-1); t(it.count, "a"); t(lambda: L(it.chain(5))); t(it.tee, 5)
print(functools.reduce(operator.add, [1, 2, 3], 10), functools.partial(int, base=2)("101"), functools.partial(pow, 2), sorted("bca", key=functools.cmp_to_key(lambda a, b: (a > b) - (a < b)))); t(functools.reduce, operator.add, [])
@functools.lru_cache(maxsize=2)
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(30), fib.cache_info(), fib.cache_parameters()); fib.cache_clear(); print(fib.cache_info())
@functools.singledispatch
def sd(x): return "obj"
@sd.register
def _(x: int): return "int"
@sd.register(list)
def _(x): return "list"
print(sd(1), sd([]), sd("a"), sd(True), sd.registry.keys())
@functools.total_ordering
class TO:
    def __init__(s, v): s.v = v
    def __eq__(s, o): return s.v == o.v
    def __lt__(s, o): return s.v < o.v
print(TO(1) >= TO(2), TO(1) <= TO(1), TO(3) > TO(1))
class CP:
    @functools.cached_property
    def x(self): print("computed"); return 5
c = CP(); print(c.x, c.x, c.__dict__)
P = collections.namedtuple("P", "x y z", defaults=[9]); p = P(1, 2); print(p, p.x, p._asdict(), p._replace(x=5), P._fields, P._make([1, 2, 3]), p == (1, 2, 9), P._field_defaults); t(P); t(P, 1, 2, 3, 4); t(collections.namedtuple, "Q", "a a"); t(collections.namedtuple, "Q", "def"); t(p._replace, q=1)
h = [5, 3, 8, 1]; heapq.heapify(h); print(h, heapq.heappop(h), heapq.nlargest(2, h), heapq.nsmallest(2, h), heapq.heappushpop(h, 0), L(heapq.merge([1, 4], [2, 3])), bisect.bisect([1, 2, 2, 3], 2), bisect.bisect_left([1, 2, 2], 2)); bisect.insort(h, 4)
print(copy.deepcopy([1, [2, {3: (4, [5])}]]), copy.copy({1: [2]}), copy.deepcopy(P(1, [2])))
@contextlib.contextmanager
def cm(x):
    print("in"); 
    try: yield x
    finally: print("out")
with cm(5) as v, contextlib.suppress(KeyError), contextlib.ExitStack() as es: es.callback(print, "cb"); es.enter_context(cm(6)); print(v); {}["x"]
with contextlib.redirect_stdout(__import__("io").StringIO()) as so: print("hidden")
print(repr(so.getvalue()), contextlib.nullcontext(3).__enter__())
class Color(enum.Enum):
    RED = 1; GREEN = 2; ALIAS = 1
    @property
    def lo(self): return self.name.lower()
class Fl(enum.Flag): A = enum.auto(); B = enum.auto(); C = A | B
class IE(enum.IntEnum): X = 1; Y = 2
class SE(enum.StrEnum): Q = enum.auto()
print(Color.RED, repr(Color.GREEN), Color(1), Color["RED"], L(Color), Color.ALIAS is Color.RED, Color.RED.lo, Color.__members__, Fl.A | Fl.B, Fl.A in Fl.C, ~Fl.A, Fl(0), IE.X + 1, IE.X < IE.Y, SE.Q, repr(SE.Q), f"{IE.X} {SE.Q} {Color.RED}", Color.RED in Color, len(Color)); t(Color, 5); t(lambda: Color["Z"]); t(setattr, Color, "RED", 5); t(lambda: Color.RED < Color.GREEN)
print(string.Template("$a ${b} $$").substitute(a=1, b=2), string.capwords("ab cd"), textwrap.fill("the quick brown fox jumps", 10), textwrap.dedent("  a\n   b\n"), textwrap.indent("a\nb", "> "), textwrap.shorten("hello big world", 11))
print(json.dumps({"a": [1, 2.5, None, True, "é\n\u2028"], "b": {}}, indent=2, sort_keys=True), json.loads('{"a": [1, 2.5e3, null, true, "\\u00e9"], "b": -1}'), json.dumps("é", ensure_ascii=False), json.dumps([float("nan"), float("inf")]), json.dumps({1: 2, None: 3, True: 4}), json.dumps([1, [2]], separators=(",", ":"))); t(json.loads, "{bad"); t(json.loads, ""); t(json.loads, "[1,]"); t(json.dumps, {1, 2}); t(json.dumps, {(1, 2): 3})
print(re.findall(r"(\w)(\d)?", "a1b"), re.sub(r"(?P<x>a)", r"<\g<x>>", "banana", count=2), re.split(r"(,)", "a,b,c", 1), re.match(r"(a)|b", "b").groups(), re.fullmatch("a+", "aaa").span(), re.compile("x", re.I).flags, [m.start() for m in re.finditer("a", "banana")], re.sub("a", lambda m: m.group().upper(), "banana"), re.escape("a.b*c"), re.search(r"(?<=b)a(?!n)", "banana"), re.search(r"(\w+) \1", "the the").group(1), re.sub(r"\b", "|", "a b"), re.findall(r"(?i:A)b", "abAb"), re.match(r"(?x) a  b # c", "ab"), re.search("[^\\W\\d]+", "12ab").group(), repr(re.compile("a", re.M))); t(re.compile, "("); t(re.compile, "[a"); t(re.compile, "*"); t(re.compile, "(?P<a>x)(?P<a>y)"); t(re.compile, "a{2,1}"); t(re.sub, "a", r"\2", "a")
print(fractions.Fraction(3, 6), fractions.Fraction("0.25") + 1, fractions.Fraction(1.5), float(fractions.Fraction(1, 3)), decimal.Decimal("1.10") + decimal.Decimal("2"), decimal.Decimal(1) / 3, decimal.Decimal("1e5"), round(decimal.Decimal("2.675"), 2), decimal.Decimal(0.1), decimal.Decimal("NaN"), decimal.Decimal(2).sqrt(), decimal.Decimal("123.456").quantize(decimal.Decimal("0.1")))
d = datetime.datetime(2024, 2, 29, 13, 5, 9, 123); print(d, repr(d), d + datetime.timedelta(days=366), d.strftime("%Y-%m-%d %H:%M:%S %j %a %b"), d.isoformat(), d.date().weekday(), datetime.timedelta(1, 3661), datetime.date(2024, 1, 1) - datetime.date(2023, 1, 1), datetime.datetime.fromisoformat("2024-01-02T03:04:05+01:00"), d.replace(year=2023, day=1), datetime.timezone.utc)
print(types.SimpleNamespace(a=1, b=[2]), types.MappingProxyType({"a": 1}), types.FunctionType, types.new_class("X", (), {}).__name__, types.GenericAlias(list, int), list[int] | None, int | str, isinstance(1, int | str))
class W: pass
w = W(); r = weakref.ref(w); print(r() is w, weakref.WeakValueDictionary({"a": w})["a"] is w, weakref.proxy(w).__class__.__name__)
class AB(abc.ABC):
    @abc.abstractmethod
    def f(self): ...
    @property
    @abc.abstractmethod
    def g(self): ...
t(AB); AB.register(int); print(issubclass(int, AB), isinstance(5, AB), AB.__abstractmethods__ == {"f", "g"}, isinstance([], collections.abc.Sequence), isinstance({}, collections.abc.Mapping), issubclass(W, collections.abc.Hashable), isinstance(5, collections.abc.Iterable))
print(struct.pack("<ihq?2s", 1, -2, 3, True, b"ab"), struct.unpack(">HI", b"\0\1\0\0\0\2"), struct.calcsize("@ihq"), struct.pack("d", 1.5), struct.unpack("<f", b"\0\0\x80?")); t(struct.pack, "b", 200); t(struct.unpack, "i", b"a"); t(struct.pack, "zz", 1)
print(reprlib.repr(L(range(100))), reprlib.repr("x" * 100))
random.seed(42); print(random.random(), random.randint(1, 100), random.choice("abc"), random.sample(range(100), 3), random.gauss(0, 1), random.shuffle(l := [1, 2, 3, 4]), l, random.choices("ab", k=3), random.uniform(1, 2), random.getrandbits(70), random.randbytes(3))
print(statistics.mean([1, 2, 3, 4]), statistics.median([1, 3, 2]), statistics.stdev([1, 2, 3, 4]), statistics.mode("aab"), statistics.quantiles([1, 2, 3, 4, 5]))
d = collections.OrderedDict(a=1, b=2); d.move_to_end("a"); print(d, d.popitem(last=False), collections.Counter("hello").most_common(2), collections.ChainMap({1: 2}, {1: 3, 4: 5})[4]); dq = collections.deque([1, 2, 3], 3); dq.append(4); dq.rotate(1); print(dq, dq.maxlen, dq.index(2)); t(dq.remove, 9); t(collections.deque().pop)
