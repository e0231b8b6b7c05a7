def f(x):
    while True:
        if x > 10: return x
        if x < 0: break
        x = x * 2 if x % 3 else x - 5
    return ("neg", x)
print([f(i) for i in range(-1, 12)])
