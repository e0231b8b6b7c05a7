# Difference: two NaNs with the same bits are one value.
# Cause: floats are unboxed: a float has no identity but its bits.
# Workaround: compare NaNs with math.isnan(), not by identity or membership.
a, b = float("nan"), float("nan")
print(a is b, [a] == [b], a in [b])  # CPython: False False False; Regius: True True True
