from collections import OrderedDict, Counter
def t(f, *a, **k):
    try: r = f(*a, **k)
    except Exception as e: print(type(e).__name__, e)
    else: print(repr(r))
o = OrderedDict.fromkeys(range(50))
for i in range(49, -1, -1):
    o.move_to_end(i, last=False)
for i in range(0, 50, 2):
    del o[i]
print(list(o))
while len(o) > 5:
    o.popitem(last=False)
print(o, o.copy(), o.pop(49, None), o.pop('q', 'dflt'))
t(o.pop, 'q')
