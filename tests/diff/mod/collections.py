from collections import deque, defaultdict, Counter, OrderedDict, ChainMap, UserDict
d = deque([1, 2, 3], maxlen=4)
d.append(4); d.append(5); d.appendleft(0); print(d, d.pop(), d.popleft(), len(d), d[0], d[-1], list(reversed(d)), 3 in d)
d.rotate(1); d.extend([7, 8]); d.extendleft("ab"); print(d, d.maxlen, d.count(7), d.index("a")); d.clear(); print(d, bool(d), deque("abc") == deque("abc"), deque([1]) + deque([2]), deque([1]) * 3)
for f in (lambda: deque().pop(), lambda: deque([1])[5], lambda: deque(maxlen=-1), lambda: deque([1]).remove(9), lambda: deque().popleft(), lambda: deque([1, 2]).insert(1, 9)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
dd = defaultdict(list); dd["a"].append(1); dd["b"]; print(dd, dict(dd), dd.get("zz"), len(dd), defaultdict(int, {1: 2}), dd.default_factory)
try: defaultdict(None)["k"]
except KeyError as e: print(e)
c = Counter("abracadabra"); print(c, c.most_common(2), c["z"], c + Counter("aab"), c - Counter("aaaa"), sorted(c.elements())[:5], c.total(), Counter(a=1) & Counter(a=3), Counter([1, 1, 2])); c.update("zz"); c.subtract("a"); print(c["z"], c["a"])
o = OrderedDict([("a", 1), ("b", 2), ("c", 3)]); o.move_to_end("a"); print(o, list(o), o.popitem(last=False), o == {"a": 1, "c": 3}, OrderedDict(a=1) == OrderedDict(a=1)); o.move_to_end("a", last=False); print(list(reversed(o)))
m = ChainMap({"a": 1}, {"a": 2, "b": 3}); print(m["a"], m["b"], dict(m) == {"a": 1, "b": 3}, m.maps, m.new_child({"z": 0})["z"])
class U(UserDict):
    def __setitem__(s, k, v): super().__setitem__(k, v * 2)
u = U(a=1); u["b"] = 2; print(u, u.data)
q = deque(range(5)); it = iter(q); next(it); q.append(1)
try: next(it)
except RuntimeError as e: print(e)
print(deque(deque([1, 2])), deque([deque()]), list(deque(range(1000)))[-1])
