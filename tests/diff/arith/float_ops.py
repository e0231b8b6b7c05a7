inf, nan = float("inf"), float("nan")
vals = [0.0, -0.0, 1.5, -2.25, 1e308, 5e-324, inf, -inf, nan]
for a in vals:
    for b in vals:
        row = [a + b, a - b, a * b, a < b, a == b, a != b, a >= b]
        if b:
            row += [a / b, a // b if abs(a) < 1e300 else None, a % b]
        print(row)
