s = {3, 1, 2}
s.add(5); s.add(1); s.discard(99); s.remove(3)
print(sorted(s), len(s), 1 in s, s | {9}, s & {1, 2}, s - {1}, s ^ {1, 10}, s <= {1, 2, 5, 6}, s < s, s >= {1}, s == {5, 2, 1}, s.isdisjoint({7}), s.union([7], (8,)), s.intersection([1]), s.difference([1], [2]), s.symmetric_difference([1, 4]), {1}.issubset([1, 2]), {1, 2}.issuperset([1]))
print(set(), frozenset([1]), set([1, 1, 2]), set("aa"), frozenset({1}) == {1}, hash(frozenset([1, 2])) == hash(frozenset([2, 1])), {frozenset([1]): 1}, type({1} | frozenset([2])).__name__, type(frozenset([2]) | {1}).__name__, set(range(20)), {i * 37 % 101 for i in range(30)}, {-1, -2, 5, 100, 1000, 8, 16, 24}, {1.5, 2.5, 1, 0.5}, {True, 1, 1.0})
s.update([1], {7}); s.difference_update([5]); s.intersection_update({1, 2, 7, 9}); s.symmetric_difference_update({2, 4}); print(s, s.copy() is s)
t = {1}; t.clear(); print(t, bool(t), {1, 2}.pop() in (1, 2))
for f in (lambda: {[]}, lambda: set().pop(), lambda: set().remove("x"), lambda: {1} | [2], lambda: {1} < [2], lambda: hash(set()), lambda: set(5), lambda: frozenset([1]).add(2), lambda: {1}.union(5), lambda: {1} + {2}):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
