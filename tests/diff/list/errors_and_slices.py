def t(f, *a, **k):
    try: r = f(*a, **k)
    except Exception as e: print(type(e).__name__, e)
    else: print(repr(r))
l = [3, 1, 2]
t(l.pop, 10)
t([].pop)
t(l.index, 9)
t(l.remove, 9)
t(lambda: l[5])
t(lambda: l['a'])
t(lambda: l + (1,))
t(lambda: l * 'a')
t(lambda: [1] * -1)
def f():
    l[9] = 1
t(f)
def f():
    del l[9]
t(f)
def f():
    l[0:2] = 5
t(f)
