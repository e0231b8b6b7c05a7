from collections import defaultdict, OrderedDict
def t(f, *a, **k):
    try: r = f(*a, **k)
    except Exception as e: print(type(e).__name__, e)
    else: print(repr(r))
dd = defaultdict(list)
dd['a'].append(1)
dd['b']
print(dd, dd['a'], dd.default_factory, dd.copy(), dd.get('zz'))
t(defaultdict, 5)
t(lambda: defaultdict()[1])
print(defaultdict(int, a=1) | {'b': 2}, defaultdict(None, {1: 2}))
o = OrderedDict([('a', 1), ('b', 2), ('c', 3)])
o.move_to_end('a')
print(o)
o.move_to_end('c', last=False)
print(o, list(o), list(reversed(o)))
print(o.popitem(), o.popitem(False), o)
t(OrderedDict().popitem)
t(o.move_to_end, 'zz')
print(OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), OrderedDict(a=1, b=2) == dict(b=2, a=1))
print(OrderedDict(a=1) | {'b': 1})
o.x = 5
print(o.x, o.__dict__)
