nan = float("nan")
l = [nan, 1.0]
print(nan in l, nan == nan, l == l, l == [nan, 1.0], l.index(nan), l.count(nan), (nan,) == (nan,), nan is nan, {nan: 1}[nan], nan != nan, not nan < 1, max(nan, 1) is nan, max(1, nan))
print(0.0 == -0.0, 0.0 is 0.0, {0.0: "a", -0.0: "b"}, str(-0.0), -0.0 + 0.0, (0.0).__eq__(-0.0))
