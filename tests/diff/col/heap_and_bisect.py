import _heapq as h, _bisect as b
def t(f, *a, **k):
    try: r = f(*a, **k)
    except Exception as e: print(type(e).__name__, e)
    else: print(repr(r))
l = [i * 37 % 50 for i in range(50)]
h.heapify(l)
print(l)
print([h.heappop(l) for i in range(5)], h.heappushpop(l, 3), h.heapreplace(l, 100), l[:5])
h.heappush(l, -1)
print(l[0])
t(h.heappop, [])
t(h.heappush, (1,), 2)
t(h.heapify, 5)
t(h.heappop, (1,))
t(h.heapreplace, [], 1)
s = [1, 3, 5, 5, 7]
print(b.bisect_right(s, 5), b.bisect_left(s, 5), b.bisect_right(s, 0, 1, 3))
b.insort_right(s, 4)
b.insort_left(s, 5)
print(s, b.bisect_right([5, 3, 1], 2, key=lambda x: -x))
t(b.bisect_right, s, 1, -1)
t(b.bisect_right, s, 'a')
