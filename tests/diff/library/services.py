# asyncio, logging, configparser, contextlib, functools, itertools, traceback, inspect, pprint, abc.
# stress: 20000
import asyncio, time, contextlib, functools, itertools, logging, sys, io, configparser, traceback, inspect, copy, pprint, abc, weakref, operator, types
log = io.StringIO()
logging.basicConfig(stream=log, level=logging.DEBUG, format="%(levelname)s:%(name)s:%(funcName)s:%(lineno)d:%(message)s", force=True)
lg = logging.getLogger("app.sub"); lg.info("hello %s %d", "x", 5)
def f():
    try: 1 / 0
    except ZeroDivisionError: lg.exception("boom")
f(); lg.warning("dict %(a)s", {"a": 1}); lg.debug("bad %d", "x")
logging.getLogger("quiet").setLevel(logging.ERROR); logging.getLogger("quiet").info("no")
class H(logging.Handler):
    def emit(self, r): print("H", r.levelname, r.getMessage(), r.args)
lg.addHandler(H()); lg.propagate = False; lg.error("last %s", 1); lg.log(25, "custom")
print(log.getvalue().replace(__file__, "FILE"))
import logging.config, logging.handlers
logging.config.dictConfig({"version": 1, "disable_existing_loggers": False, "formatters": {"s": {"format": "{levelname}-{message}", "style": "{"}}, "handlers": {"c": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "s"}}, "loggers": {"cfg": {"handlers": ["c"], "level": "INFO", "propagate": False}}})
logging.getLogger("cfg").info("configured"); mh = logging.handlers.MemoryHandler(10, target=logging.StreamHandler(sys.stdout)); mh.emit(logging.makeLogRecord({"msg": "mem"})); mh.flush()
cp = configparser.ConfigParser(interpolation=configparser.ExtendedInterpolation())
cp.read_string("[DEFAULT]\nbase = /x\n[a]\npath = ${base}/y\nn = 5\nflag = yes\nmulti = 1\n  2\n  3\n; comment\n[b]\nref = ${a:path}/z\nempty\n" if 0 else "[DEFAULT]\nbase = /x\n[a]\npath = ${base}/y\nn = 5\nflag = yes\nmulti = 1\n  2\n  3\n; comment\n[b]\nref = ${a:path}/z\n")
print(cp["a"]["path"], cp.getint("a", "n"), cp.getboolean("a", "flag"), repr(cp["a"]["multi"]), cp["b"]["ref"], cp.sections(), dict(cp["b"]), cp.has_option("a", "zz"), cp.get("a", "zz", fallback="fb"))
o = io.StringIO(); cp.write(o); print(o.getvalue())
for bad in ("[a]\nx", "x=1", "[a]\n[a]", "[a]\nx=1\nx=2"):
    try: configparser.ConfigParser().read_string(bad)
    except configparser.Error as e: print(type(e).__name__, e)
async def worker(n, q, out):
    while True:
        i = await q.get()
        await asyncio.sleep(0.001 * (n + 1)); out.append((n, i)) if i % 2 else out.append((n, -i)); q.task_done()
async def main():
    q, out = asyncio.Queue(), []
    ws = [asyncio.create_task(worker(n, q, out), name=f"w{n}") for n in range(3)]
    for i in range(9): q.put_nowait(i)
    await q.join()
    for w in ws: w.cancel()
    print(await asyncio.gather(*ws, return_exceptions=True), sorted(abs(i) for _, i in out))
    try:
        async with asyncio.timeout(0.01): await asyncio.sleep(10)
    except TimeoutError as e: print("timeout", repr(e))
    async def fail(): raise ValueError("x")
    try:
        async with asyncio.TaskGroup() as tg: tg.create_task(fail()); tg.create_task(asyncio.sleep(1))
    except* ValueError as eg: print(eg, eg.exceptions)
    lock, ev, sem = asyncio.Lock(), asyncio.Event(), asyncio.Semaphore(2)
    async def s(i):
        async with sem: await asyncio.sleep(0); return i * i
    print(await asyncio.gather(*(s(i) for i in range(5))))
    done, pend = await asyncio.wait([asyncio.create_task(s(i)) for i in range(3)], return_when=asyncio.ALL_COMPLETED); print(len(done), len(pend))
    async def gen():
        for i in range(3): yield i; await asyncio.sleep(0)
    print([x async for x in gen() if x], {x: 1 async for x in gen()})
    @contextlib.asynccontextmanager
    async def cm():
        print("enter")
        try: yield 1
        finally: print("exit")
    async with cm() as v: print(v)
    server = await asyncio.start_server(lambda r, w: handle(r, w), "127.0.0.1", 0)
    async def handle(r, w):
        data = await r.readline(); w.write(data.upper()); await w.drain(); w.close()
    port = server.sockets[0].getsockname()[1]
    r, w = await asyncio.open_connection("127.0.0.1", port); w.write(b"hello\n"); print(await r.read()); w.close(); server.close()
    p = await asyncio.wait_for(asyncio.shield(asyncio.sleep(0, "r")), 1); print(p)
    loop = asyncio.get_running_loop(); fut = loop.create_future(); loop.call_later(0.001, fut.set_result, 7); print(await fut)
    try: await asyncio.wait_for(asyncio.sleep(1), 0.001)
    except asyncio.TimeoutError: print("wf timeout")
asyncio.run(main())
with contextlib.ExitStack() as st:
    st.callback(print, "cb"); st.enter_context(contextlib.closing(io.StringIO())); st.push(lambda *a: print("push", a[0])); print("in")
with contextlib.suppress(KeyError): {}["x"]
with contextlib.redirect_stdout(io.StringIO()) as s: print("hidden")
print(repr(s.getvalue()))
@functools.lru_cache(maxsize=2)
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(30), fib.cache_info(), fib.cache_parameters()); fib.cache_clear()
@functools.singledispatch
def show(x): return "obj"
@show.register
def _(x: int): return "int"
@show.register(list)
def _(x): return "list"
print(show(1), show([]), show(1.0), show(True), functools.reduce(operator.mul, range(1, 6)), functools.partial(int, base=2)("101"))
@functools.total_ordering
class V:
    def __init__(s, v): s.v = v
    def __eq__(s, o): return s.v == o.v
    def __lt__(s, o): return s.v < o.v
print(V(1) <= V(2), V(3) > V(2), max(V(1), V(5)).v)
class C:
    @functools.cached_property
    def p(self): print("once"); return 1
    @functools.singledispatchmethod
    def m(self, a): return "d"
    @m.register
    def _(self, a: str): return "s"
c = C(); print(c.p, c.p, c.m(1), c.m("x"))
print(list(itertools.islice(itertools.accumulate(itertools.count(1), operator.mul), 5)), list(itertools.groupby("aabbb", None)).__len__(), [(k, len(list(g))) for k, g in itertools.groupby("aabbb")], list(itertools.pairwise("abc")), list(itertools.product("ab", repeat=2)), list(itertools.zip_longest("ab", "c", fillvalue="-")), list(itertools.chain.from_iterable(["a", "bc"])), list(itertools.starmap(pow, [(2, 3)])), list(itertools.takewhile(lambda x: x < 3, [1, 2, 3, 1])), list(itertools.dropwhile(lambda x: x < 3, [1, 2, 3, 1])), list(itertools.combinations("abc", 2)), list(itertools.permutations("ab")), list(itertools.compress("abc", [1, 0, 1])), list(itertools.filterfalse(str.isdigit, "a1b")), list(itertools.combinations_with_replacement("ab", 2)))
def outer():
    def inner(): raise KeyError("k")
    try: inner()
    except KeyError as e: raise ValueError("v") from e
try: outer()
except ValueError as e:
    e.add_note("a note")
    print("".join(traceback.format_exception(e)).replace(__file__, "FILE")); te = traceback.TracebackException.from_exception(e, capture_locals=True); print("".join(te.format()).replace(__file__, "FILE")); print(traceback.extract_tb(e.__traceback__)[-1].name, traceback.format_exception_only(e))
def sig(a, /, b: int, *args, c=3, d: "str" = "x", **kw) -> list: "doc"
print(inspect.signature(sig), inspect.getdoc(sig), inspect.getfullargspec(sig), inspect.signature(sig).bind(1, 2, 3, z=1).arguments, inspect.isgeneratorfunction(fib), [n for n, _ in inspect.getmembers(V, inspect.isfunction)], inspect.getsource(fib.__wrapped__), inspect.signature(V), inspect.signature(print) if 0 else "")
x = {"a": [1, {2, 3}], "b": (4, V(1))}; y = copy.deepcopy(x); z = copy.copy(x); print(y["a"] == x["a"], y["a"] is x["a"], z["a"] is x["a"], y["b"][1].v)
pprint.pprint({"key%d" % i: list(range(i * 3)) for i in range(8)}, width=60); pprint.pprint([["abc"] * 10, {"x": {"y": {"z": 1}}}], depth=2); print(pprint.pformat("long text " * 15, width=40), pprint.saferepr([1]))
class Shape(abc.ABC):
    @abc.abstractmethod
    def area(self): ...
    @property
    @abc.abstractmethod
    def name(self): ...
try: Shape()
except TypeError as e: print(e)
class Sq(Shape):
    name = "sq"
    def area(self): return 4
print(Sq().area(), isinstance(Sq(), Shape), Shape.__abstractmethods__ == {"area", "name"})
