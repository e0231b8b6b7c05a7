def f(items):
    total, last, errors = 0, None, []
    for x in items:
        try:
            v = 10 // x
            total += v
            last = x
        except ZeroDivisionError: errors.append(x)
        except TypeError as e: errors.append(str(e)); last = "type"
    return total, last, errors
print(f([1, 0, 2, "a", 5, 0]), f([]))
