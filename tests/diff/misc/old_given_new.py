# stress: 50
# Old objects are given new ones, in every way that a program has: small collections must see each.
import array
import collections
import functools
import gc
import io
import itertools
import sys
import weakref


class Plain:
    pass


class Slots:
    __slots__ = ("a", "__weakref__")


class Many:
    def __init__(self):
        for i in range(40):
            setattr(self, "a%d" % i, i)


def closure():
    held = None

    def put(value):
        nonlocal held
        held = value
    return put, lambda: held


def numbers():
    got = None
    while True:
        got = yield got


def garbage():
    for i in range(200):
        [i, str(i), (i,)]


plain, slots, many, (put, get) = Plain(), Slots(), Many(), closure()
items, slice_target, table, keys, names = [None], [0, 1, 2, 3], {"k": None}, set(), {}
queue, ordered, counted, missing = collections.deque([None]), collections.OrderedDict(k=None), collections.Counter(), collections.defaultdict(list)
sent, text, chain, cycle = numbers(), io.StringIO(), itertools.chain.from_iterable(iter([["x"]])), itertools.cycle(["a", "b"])
next(sent)
error, function, view_of = ValueError("old"), garbage, bytearray(b"abc")
suspended = (x for x in "abc")
next(suspended)
cached = functools.lru_cache(maxsize=3)(lambda x: [x])
typed = type("Typed", (), {})
gc.collect()
for turn in range(3):
    word = "turn %d" % turn
    plain.a = [word, "plain"]
    plain.__dict__["b%d" % turn] = [word, "dict of plain"]
    slots.a = [word, "slots"]
    setattr(many, "b%d" % turn, [word, "overflow"])
    put([word, "cell"])
    items[0] = [word, "item"]
    items.append([word, "append"])
    items.insert(1, [word, "insert"])
    items += [[word, "iadd"]]
    items.extend([word, s] for s in ("extend", "by generator"))
    slice_target[1:3] = [[word, "slice"], [word, "of list"]]
    slice_target[::3] = [[word, "step"], [word, "of slice"]]
    table["k"] = [word, "value"]
    table[word] = [word, "new key"]
    table.update({word + "!": [word, "update"]})
    table.setdefault(word + "?", [word, "default"])
    keys.add((word, "key"))
    keys.update({(word, "more")})
    names[(word, 1)] = names
    queue.append([word, "queue"])
    queue.appendleft([word, "left"])
    queue.rotate(1)
    queue[0] = [word, "at"]
    ordered["k"] = [word, "ordered"]
    ordered[word] = [word, "ordered too"]
    ordered.move_to_end("k", last=False)
    counted[word] += 1
    missing[word].append([word, "missing"])
    globals()["global_%d" % turn] = [word, "global"]
    given = [word, "rebound"]
    answer = sent.send([word, "sent"])
    frame = suspended.gi_frame
    frame = None
    text.__init__(word, newline="\r\n"[turn % 2:])
    error.__cause__ = KeyError(word)
    error.note = [word, "note"]
    function.mark = [word, "function"]
    function.__defaults__ = ([word, "defaults"],)
    Plain.shared = [word, "class"]
    typed.method = lambda self, word=word: word
    typed.__name__ = "Typed%d" % turn
    plain.__class__ = type("Plain%d" % turn, (), {"word": word})
    cached(turn)
    ref = weakref.ref(slots, lambda r, word=word: print(word))
    table["views"] = memoryview(view_of)[turn:]
    function.__kwdefaults__ = None
    try:
        raise error
    except ValueError as e:
        e.add_note(word)
    garbage()
    if turn == 1:
        gc.collect()
    garbage()
    print(plain.a, sorted(plain.__dict__), type(plain).__name__, plain.word)
    print(slots.a, getattr(many, "b%d" % turn), get(), given, answer)
    print(items, slice_target)
    print({k: v if k != "views" else bytes(v) for k, v in table.items()})
    print(sorted(keys), sorted(names), list(queue), dict(ordered), counted, dict(missing))
    print(globals()["global_%d" % turn], text.getvalue(), repr(error.__cause__), error.note, error.__notes__)
    print(function.mark, function.__defaults__, Plain.shared, typed().method(), typed.__name__, cached(turn), ref() is slots)
    function.__defaults__ = None
print(next(suspended), suspended.gi_frame.f_lineno > 0, list(suspended), next(chain), next(cycle), next(cycle), next(cycle))
print(array.array("i", [1, 2]).tolist(), sys.getsizeof(items) > 0)
