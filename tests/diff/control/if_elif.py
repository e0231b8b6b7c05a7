def kind(n):
    if n < 0:
        return "neg"
    elif n == 0:
        return "zero"
    elif n < 10 and n % 2:
        return "small odd"
    elif n < 10 or n == 100:
        return "small even or 100"
    else:
        return "big"
print([kind(n) for n in (-5, 0, 1, 2, 9, 10, 100, 101)])
x = 5
y = "a" if x > 3 else "b"
z = ("p" if x > 9 else "q") + ("r" if x == 5 else "s")
print(y, z, [i if i % 2 else -i for i in range(5)])
