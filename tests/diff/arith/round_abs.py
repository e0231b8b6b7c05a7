print([round(x) for x in (0.5, 1.5, 2.5, -0.5, -1.5, 2.675, 1e16)], [round(x, 2) for x in (2.675, 1.005, -3.14159, 1e-5)], round(12345, -2), round(15, -1), round(25, -1), round(-15, -1), round(1.0, 0), round(7, 3))
print(abs(-3), abs(-3.5), abs(True), abs(3 - 4j), divmod(7, -2), divmod(-7.5, 2), max(1, 2.0, -3), min(1, 1.0))
try:
    round(float("nan"))
except ValueError as e:
    print(e)
try:
    round(float("inf"))
except OverflowError as e:
    print(e)
