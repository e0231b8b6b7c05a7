l = [3, 1, 2]
l.append(5); l.insert(1, 9); l.extend([7, 8]); l += (6,)
print(l, len(l), l[0], l[-1], l[1:4], l[::-1], l[::3], 9 in l, l.index(9), l.count(1), l + [0], l * 2, 2 * l == l + l)
l.sort(); print(l); l.reverse(); print(l)
print(l.pop(), l.pop(0), l.pop(-2), l); l.remove(5); print(l)
l[1:3] = ["a", "b", "c"]; print(l); l[::2] = [0] * len(l[::2]); print(l); del l[1:3]; print(l); l[len(l):] = [1]; l[:0] = [2]; print(l)
m = l.copy(); m.clear(); print(l, m, l == m, [] == [], [1] < [1, 2], [2] > [1, 9], [1, 2] != [1, 2.0], list("ab"), list((1, 2)), [None] * 3, list(range(5, 0, -2)))
for f in (lambda: l[99], lambda: l["a"], lambda: [].pop(), lambda: [1].pop(5), lambda: [].remove(1), lambda: [].index(1), lambda: [1] + (2,), lambda: l.__setitem__(99, 1), lambda: l.__setitem__(slice(0, 4, 2), [1, 2, 3]), lambda: hash([]), lambda: [1] < ["a"], lambda: l[1.5], lambda: l[::0], lambda: [].sort(1), lambda: l.insert("a", 1)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
