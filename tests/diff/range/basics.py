for r in (range(5), range(2, 8), range(10, 0, -3), range(0), range(5, 5), range(-3, 3, 2), range(10**20, 10**20 + 5, 2), range(2**47 - 2, 2**47 + 2), range(3, -3, -1)):
    print(r, len(r), list(r), r[0] if r else None, r[-1] if len(r) else None, r[1:3], r[::-1], 2 in r, 2.0 in r, "a" in r, bool(r), list(reversed(r)), r.index(r[0]) if r else "", r.start, r.stop, r.step, r.count(4))
print(range(3) == range(0, 3, 1), range(0) == range(5, 5), hash(range(3)) == hash(range(0, 3)), range(0, 5, 2) == range(0, 6, 2), range(5)[True], sum(range(1000000)), max(range(5)), range(1, 100)[::7])
for f in (lambda: range(1, 5, 0), lambda: range(1.5), lambda: range(5)[9], lambda: range(5)["a"], lambda: range(3).index(7), lambda: range(3).x):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
i = 100
for i in range(0): pass
print(i)
for i in range(3):
    i += 10
print(i)
def f(range): return [x for x in range]
print(f([7, 8]))
