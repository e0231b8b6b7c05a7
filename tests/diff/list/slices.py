l = list(range(10))
for s in ((None, None, None), (2, 5, None), (-3, None, None), (None, -3, None), (5, 2, None), (5, 2, -1), (None, None, -2), (100, None, None), (-100, 3, None), (8, -100, -3), (1, 9, 3)):
    print(s, l[slice(*s)], "abcdefghij"[slice(*s)], tuple(l)[slice(*s)], slice(*s).indices(10), range(10)[slice(*s)])
a = l[:]; a[2:5] = []; print(a)
a = l[:]; a[5:5] = [50, 51]; print(a)
a = l[:]; a[8:2] = ["x"]; print(a)
a = l[:]; a[::-1] = l; print(a)
a = l[:]; del a[::3]; print(a); del a[-2:]; print(a); a[1:] = a; print(a)
print(slice(1, 2) == slice(1, 2), slice(1), repr(slice(1, None, 2)), slice(1, 2).start)
