data = [("b", 2), ("a", 2), ("c", 1), ("a", 1), ("b", 1)]
print(sorted(data, key=lambda t: t[1]), sorted(data, key=lambda t: t[0]), sorted(data, key=lambda t: t[1], reverse=True), sorted(sorted(data), key=lambda t: -t[1]))
r = list(range(100)); r.sort(key=lambda x: x % 10); print(r[:12]); r.sort(key=lambda x: -x // 10, reverse=True); print(r[:5], r[-3:]); x = [3, 1, 2] * 30; x.sort(); print(x == sorted(x), x[29:32]); m = [1.5, 1, True, 0.5, 2**70, -3]; print(sorted(m))
