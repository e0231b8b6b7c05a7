def t(f, *a, **k):
    try: r = f(*a, **k)
    except BaseException as e: print(type(e).__name__, e)
    else: print('ok', r)
for i in range(3):
    class K: pass
    k = K()
    for n in range(70): setattr(k, 'a%d' % n, n)
    print(len(k.__dict__), k.a69, sum(getattr(k, 'a%d' % n) for n in range(70)))
    del k.a3; print(hasattr(k, 'a3'), k.a4); k.a3 = 1; print(list(k.__dict__)[-1])
class K2:
    def __init__(s, n):
        for i in range(n): setattr(s, 'b%d' % i, i)
ks = [K2(n) for n in (1, 3, 5, 7, 9, 20, 20, 2)]; print([sum(v.__dict__.values()) for v in ks], [v.b0 for v in ks])
print([vars(K2(20)).__len__(), K2(17).b16])
