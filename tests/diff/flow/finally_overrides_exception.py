def f(n):
    while True:
        try: raise ValueError(n)
        finally:
            if n == 0: break
            if n == 1: return "returned"
            n -= 1
            continue
    return "broke"
print(f(0), f(1), f(5))
