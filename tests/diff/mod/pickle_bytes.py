# stress: 1000
"""The bytes of pickles of all protocols, and what they give when they are read: the same as CPython's C pickler."""
import collections, copyreg, datetime, enum, fractions, functools, io, operator, pickle, zlib

def digest(data):
    return data if len(data) < 120 else (len(data), zlib.crc32(data))

class Plain: pass
class Eq:
    def __eq__(self, other): return type(self) is type(other) and self.__dict__ == other.__dict__
    def __repr__(self): return '%s(%r)' % (type(self).__name__, self.__dict__)
class Point(Eq):
    def __init__(self, x, y): self.x, self.y = x, y
class Slotted:
    __slots__ = ('a', 'b')
class SlottedDict(Slotted):
    __slots__ = ('__dict__', 'c')
class Newargs(int):
    def __new__(cls, value, *rest): return super().__new__(cls, value)
    def __getnewargs__(self): return int(self), 'more'
class NewargsEx:
    def __new__(cls, *args, **kwargs):
        self = super().__new__(cls)
        self.got = args, kwargs
        return self
    def __getnewargs_ex__(self): return (1, 2), {'k': 'v'}
class State(Eq):
    def __getstate__(self): return ('state', 7)
    def __setstate__(self, state): self.restored = state
class Reduce(Eq):
    def __reduce__(self): return Point, (1, 2), {'z': 3}
class ReduceItems(list):
    def __reduce__(self): return ReduceItems, (), None, iter(range(5)), None
class ReducePairs(dict):
    def __reduce__(self): return ReducePairs, (), None, None, iter([(1, 2), (3, 4)])
def setter(obj, state): obj.__dict__.update(state, by='setter')
class ReduceSetter(Eq):
    def __reduce__(self): return ReduceSetter, (), {'s': 1}, None, None, setter
class Name:
    def __reduce__(self): return 'the_name'
the_name = Name()
class Outer:
    class Inner:
        class Deep: pass
        def method(self): pass
    @classmethod
    def make(cls): return 1
    @staticmethod
    def static(): return 2
class Meta(type): pass
class WithMeta(metaclass=Meta): pass
class Color(enum.Enum):
    RED = 1
    BLUE = 'b'
class Flag(enum.IntFlag):
    A = 1
    B = 2
class MyList(list): pass
class MyDict(dict): pass
class MySet(set): pass
class MyStr(str): pass
class MyFloat(float): pass
class MyTuple(tuple): pass
class MyBytes(bytes): pass
Pair = collections.namedtuple('Pair', 'left right')
class Broken(Exception):
    def __init__(self, a, b): super().__init__(a, b); self.extra = [a]

def with_attributes(obj, **attributes):
    for name, value in attributes.items(): setattr(obj, name, value)
    return obj

slotted = with_attributes(Slotted(), a=1, b=[2])
recursive_list = []; recursive_list.append(recursive_list)
recursive_dict = {}; recursive_dict[1] = recursive_dict
inner = []; recursive_tuple = (inner,); inner.append(recursive_tuple)
inner4 = []; recursive_tuple4 = (inner4, 1, 2, 3); inner4.append(recursive_tuple4)
recursive_object = Plain(); recursive_object.me = recursive_object
shared = ['shared']
objects = [
    None, True, False, 0, 1, -1, 255, 256, 65535, 65536, -255, -256, 2**31 - 1, 2**31, -2**31, -2**31 + 1, -2**31 - 1, 2**40, -2**40, 2**47, -2**47,
    2**63 - 1, -2**63, 2**64, -2**64, 127 << 2032, 128 << 2032, -(128 << 2032), 10**400, -10**400, 10**700, 0.0, -0.0, 1.5, 1e300, -1e-300, float('inf'), float('nan'),
    1j, 2.5 - 3j, '', 'a', 'abc', 'h\xe9', '\u20ac', '\U0001f600', '\ud800', 'a\\b\nc\rd\x00e\x1af', 'x' * 255, 'x' * 256, 'y' * 300, '\xff' * 130,
    b'', b'a', b'abc\xff\n', b'x' * 255, b'x' * 256, bytearray(), bytearray(b'abc'), bytearray(b'z' * 300),
    (), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), ((),), [], [1], [1, 2], [[]], [[], [1], [1, 2, 3]], {}, {1: 2}, {'a': 1, 'b': [2]}, {(): {}},
    set(), {1}, {1, 2, 3}, frozenset(), frozenset([1]), frozenset([1, 2, 3]), {frozenset([1])},
    [shared, shared], (shared, shared, (shared,)), {'a': shared, 'b': shared}, [1.5] * 3, ['abc'] * 3,
    list(range(999)), list(range(1000)), list(range(1001)), list(range(2000)), list(range(2001)), dict.fromkeys(range(999)), dict.fromkeys(range(1000)),
    dict.fromkeys(range(1001)), dict.fromkeys(range(2001)), set(range(999)), set(range(1000)), set(range(1001)), frozenset(range(1500)), tuple(range(1500)),
    [str(i) for i in range(300)], [i * 1.25 for i in range(300)], [(i, str(i)) for i in range(1100)],
    MyList([1, 2]), with_attributes(MyList(range(1001)), q=1), MyDict(a=1), with_attributes(MyDict.fromkeys(range(1001)), q=1), MySet([1]), MyStr('s'), MyFloat(2.5),
    MyTuple((1, 2)), MyBytes(b'b'), Newargs(5), range(3), range(1, 10, 2), slice(1, 2, 3), Ellipsis, NotImplemented, type(None), type(...), type(NotImplemented), int, type,
    object, len, print, operator.add, [].append, 'abc'.upper, str.upper, dict.fromkeys, Plain, Point, setter, Outer.Inner, Outer.Inner.Deep, Outer.Inner.method, Outer.make,
    Outer.static, WithMeta, Meta, Color, Color.RED, Color.BLUE, Flag.A | Flag.B, Pair(1, 'x'), Pair, Plain(), Point(1, [2]), [Point(i, str(i)) for i in range(5)],
    slotted, with_attributes(SlottedDict(), a=1, c=3, d=4), NewargsEx(), State(), Reduce(), ReduceItems(), ReducePairs(), ReduceSetter(), the_name, with_attributes(Plain(), a=Plain()),
    Broken(1, 2), ValueError('v'), KeyError(1), OSError(2, 'm', 'f'), collections.OrderedDict(a=1, b=2), collections.deque([1, 2, 3], 5), collections.Counter('abca'),
    collections.defaultdict(list, {1: [2]}), fractions.Fraction(1, 3), datetime.date(2020, 1, 2), datetime.timedelta(1, 2, 3), functools.partial(int, base=2), iter([1, 2, 3]),
    iter((1, 2)), iter('abc'), reversed([1, 2]), enumerate([1]), zip([1], [2]), recursive_list, recursive_dict, recursive_tuple, recursive_tuple4, recursive_object, io.BytesIO(b'abc'), io.StringIO('abc'),
    complex, Exception, zlib.crc32, collections.OrderedDict,
]
for obj in objects:
    print(ascii(obj)[:60] if ' at 0x' not in repr(obj) and not isinstance(obj, (set, frozenset)) else type(obj).__name__)
    for protocol in range(6):
        try:
            data = pickle.dumps(obj, protocol)
        except Exception as e:
            print(protocol, type(e).__name__, str(e) if ' at 0x' not in str(e) else '')
            continue
        print(protocol, digest(data))
        back = pickle.loads(data)
        again = pickle.dumps(back, protocol)
        same = False
        try:
            same = back == obj
        except RecursionError:
            pass
        print(type(back) is type(obj), same, len(again) == len(data))
# Long data leaves the frames.
for size in (65535, 65536, 70000):
    for obj in (b'b' * size, 's' * size, bytearray(b'a' * size), ['x', b'b' * size, 'y'], ['x' * 40000, 'y' * 40000, 'z' * 40000], [list(range(300)) for i in range(300)]):
        for protocol in (2, 3, 4, 5):
            data = pickle.dumps(obj, protocol)
            print(digest(data), pickle.loads(data) == obj)
            class Log:
                def __init__(self): self.parts = []
                def write(self, part): self.parts.append(bytes(part)); return len(part)
            log = Log()
            pickle.Pickler(log, protocol).dump(obj)
            print([len(p) for p in log.parts], b''.join(log.parts) == data)
            print(pickle.load(io.BytesIO(data)) == obj, pickle.load(io.BufferedReader(io.BytesIO(data))) == obj)
