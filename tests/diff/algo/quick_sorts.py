def qs(l): return l if len(l) < 2 else qs([x for x in l[1:] if x < l[0]]) + [l[0]] + qs([x for x in l[1:] if x >= l[0]])
def bubble(l):
    l = l[:]
    for i in range(len(l)):
        for j in range(len(l) - 1 - i):
            if l[j] > l[j + 1]: l[j], l[j + 1] = l[j + 1], l[j]
    return l
def ins(l):
    l = l[:]
    for i in range(1, len(l)):
        k, j = l[i], i - 1
        while j >= 0 and l[j] > k: l[j + 1] = l[j]; j -= 1
        l[j + 1] = k
    return l
d = [(i * 7919) % 101 for i in range(60)]
print(qs(d) == bubble(d) == ins(d) == sorted(d), qs([]), bubble([1]), ins([2, 1]))
