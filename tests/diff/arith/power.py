print([2 ** n for n in range(0, 80, 9)], [(-3) ** n for n in range(6)], [2 ** -n for n in range(4)])
print(pow(3, 200, 1000007), pow(-3, 3, 7), pow(3, -1, 7), pow(10, 0), pow(0, 0), 0 ** 0, 0.0 ** 0)
print(10 ** 40, (10 ** 20) ** 2 == 10 ** 40, 7 ** 77 % 1000)
print((-2) ** 0.5, (-2.0) ** 3, 2.0 ** -2, 1e200 ** 1)
try:
    10.0 ** 400
except OverflowError as e:
    print(e)
