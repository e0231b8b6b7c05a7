# stress: 5000
import json, copy, string, heapq, bisect, statistics, fractions, textwrap, contextlib, types, operator, abc, keyword, reprlib, pprint, itertools
print(json.dumps({"a": [1, 2.5, None, True, "\u00e9\n"]}), json.loads('{"x": [1, {"y": null}], "z": 1e3}'), json.dumps([1, {"b": 2}], indent=1, sort_keys=True))
print(copy.deepcopy([1, [2, {3: [4]}]]), copy.copy({1: 2}), heapq.nsmallest(2, [5, 1, 3]), heapq.merge([1, 4], [2, 3]).__next__(), bisect.bisect([1, 3, 5], 3), statistics.mean([1, 2, 3, 4]), statistics.median([3, 1, 2]), fractions.Fraction(3, 6), fractions.Fraction("0.25") + 1, keyword.iskeyword("for"), reprlib.repr(list(range(100))))
h = [5, 2, 8, 1]; heapq.heapify(h); heapq.heappush(h, 0); print([heapq.heappop(h) for _ in range(5)])
@contextlib.contextmanager
def cm(x):
    print("in", x)
    try: yield x * 2
    except ValueError as e: print("caught", e)
    finally: print("out")
with cm(5) as v: print(v)
with cm(1): raise ValueError("z")
with contextlib.suppress(KeyError): {}["a"]
with contextlib.ExitStack() as st: st.enter_context(cm("s")); st.callback(print, "cb")
import io
buf = io.StringIO()
with contextlib.redirect_stdout(buf): print("hidden")
print(repr(buf.getvalue()), string.Template("$a-${b}").substitute(a=1, b=2), "".join(textwrap.wrap("the quick brown fox", 10)), textwrap.dedent("  a\n   b"), string.capwords("x y"))
pprint.pprint({"b": [1, 2], "a": (1,)})
