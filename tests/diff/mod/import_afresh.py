# stress: 200
# A native module that is imported again after it left sys.modules: neither of the two takes anything away from the other.
import importlib
import sys


def again(name):
    old = sys.modules.pop(name)
    new = importlib.import_module(name)
    print(name, new is not old, new.__name__, sys.modules[name] is new, sorted(vars(new)) == sorted(vars(old)))
    return old, new


import _struct
old, new = again('_struct')
for m in old, new, old:
    try:
        m.pack('B', 300)
    except m.error as e:
        print('own error', e)
    print(m.Struct('<h').pack(5), isinstance(m.Struct('b'), m.Struct))

import _struct as kept
kept.error = None
kept.surprise = 1
sys.modules.pop('_struct')
import _struct
print(hasattr(_struct, 'surprise'), issubclass(_struct.error, Exception))

import zlib
old, new = again('zlib')
data = new.compress(b'x' * 100)
print(old.decompress(data) == b'x' * 100)
for m in old, new:
    try:
        m.decompress(b'nonsense')
    except m.error as e:
        print(e)
c = old.compressobj()
print(new.decompress(c.compress(b'abc') + c.flush()))

import _csv
_csv.register_dialect('own', delimiter=';')
import _functools, _collections, itertools, math, array, _random, _operator
for name in ('_functools', '_collections', 'itertools', 'math', '_random', '_operator', 'array', 'time', 'errno', 'binascii'):
    importlib.import_module(name)
    again(name)
import collections, functools, copy, pickle
d = collections.OrderedDict(a=1)
print(copy.deepcopy(d), pickle.loads(pickle.dumps(d)), functools.partial(int, base=2)('101'))
import atexit
atexit.register(print, 'at exit, registered with the first')
old, new = again('atexit')
new.register(print, 'at exit, registered with the second')

from unittest import mock
with mock.patch.dict(sys.modules):
    sys.modules.pop('_struct')
    import _struct as third
    print(third is not _struct, third.calcsize('i'))
print(sys.modules['_struct'] is _struct)
