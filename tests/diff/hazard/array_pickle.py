# Arrays in pickles: __reduce_ex__, and _array_reconstructor for the bytes of other machines; struct's formats; sorting what changes.
import copy
import pickle
import struct
from array import _array_reconstructor as r
from array import array, typecodes


class Named(array):
    pass


class Slots(array):
    __slots__ = ["x"]


for code in typecodes:
    a = array(code, "ab\U0001f600" if code == "u" else [1, 2, 100])
    for proto in range(pickle.HIGHEST_PROTOCOL + 1):
        data = pickle.dumps(a, proto)
        b = pickle.loads(data)
        assert a == b and type(a) is type(b) and a.typecode == b.typecode
    print(code, a.__reduce_ex__(2)[1:], a.__reduce_ex__(3)[1:], copy.deepcopy(a) == a)
n = Named("i", [5])
n.extra = "kept"
for proto in range(pickle.HIGHEST_PROTOCOL + 1):
    m = pickle.loads(pickle.dumps(n, proto))
    print(proto, type(m).__name__, m.extra, m)

for f in """r(1,'b',0,b'')
r(int,'b',0,b'')
r(array,'bb',0,b'')
r(array,'z',0,b'')
r(array,'b',99,b'')
r(array,'b',-1,b'')
r(array,'b',0,'')
r(array,'d',16,b'a')
r(array,'d',14,b'a')
r(array,'d',17,b'a')
r(array,'b',0,b'\\xff')
r(array,'B',1,b'\\xff')
r(array,'u',21,b'\\0\\0\\0a')
r(array,'u',21,b'\\0\\0\\0')
r(array,'u',18,b'a\\0b\\0')
r(array,'u',19,b'\\0a\\0b')
r(array,'u',19,b'\\0a')
r(array,'u',21,b'\\0\\0\\0a\\0\\0\\0b')
r(array,'i',13,b'a')
r(array,'i',13,b'\\xff'*7+b'a')
r(array,'b',11,b'\\xff'*8)
r(array,'B',6,b'\\xff'*4)
r(array,'h',9,b'\\xff\\xff\\xff\\xfe')
r(array,'q',3,b'\\xff\\xfe')
r(array,'d',15,b'\\x3f\\x80\\0\\0')
r(array,'f',17,b'\\x3f\\xf0'+b'\\0'*6)
r(Named,'f',14,b'\\0\\0\\x80\\x3f')
r()
r(1,2,3,4,5)
array('i').__reduce_ex__('a')
r(array,'b','a',b'')
struct.calcsize('\\0')
struct.calcsize('2\\0i')
struct.calcsize(b'\\0')
struct.calcsize('i\\0')
struct.calcsize('\\xe9')""".splitlines():
    try:
        v = eval(f)
        print(f, type(v).__name__, v)
    except Exception as e:
        print(f, type(e).__name__, e)


# A list that is changed while it is sorted, even if the change is undone.
def changing(action):
    def key(x):
        action(data)
        return x
    return key


for name, action in [("append and pop", lambda l: (l.append(1), l.pop())), ("clear", lambda l: l.clear()), ("slice", lambda l: l.__delitem__(slice(None))),
                     ("append", lambda l: l.append(1)), ("extend nothing", lambda l: l.extend([])), ("look", lambda l: (len(l), l == [], l + [1], l[:])),
                     ("insert", lambda l: l.insert(0, 3)), ("pop", lambda l: l.pop() if l else None), ("reverse", lambda l: l.reverse()),
                     ("many", lambda l: (l.extend(range(100)), l.clear()))]:
    data = [3, 1, 2]
    try:
        data.sort(key=changing(action))
        print(name, data)
    except ValueError as e:
        print(name, e, data)
    data.append(9)
    print(data)

# An item that is not a number equals no other, not even itself.
n = float("nan")
a = array("d", [n])
print(a == a, a != a, a < a, a <= a, array("f", [n]) == array("f", [n]), array("d", [1.5]) == array("d", [1.5]))
