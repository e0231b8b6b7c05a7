# Handlers: what locals and temporaries hold when they are entered.
def f(seq):
    out, x, y = [], None, 0
    for i in seq:
        try:
            x = y
            y = 10 // i
            x = [y, *([i] if i else []), 1 / (i - 1)]
        except ZeroDivisionError as e:
            out.append((i, x, y, str(e)))
            continue
        except (TypeError, ValueError) as e:
            out.append(type(e).__name__)
            try:
                raise KeyError(i) from e
            except KeyError as k:
                out.append((k.args, type(k.__cause__).__name__))
            if i is None: break
        else:
            out.append(x)
        finally:
            out.append(("finally", i))
    return out, x, y


def g(a):
    try:
        return a()
    except RuntimeError:
        return [v for v in range(3) if (v or a) and v != 1]
    finally:
        a = 3
        for a in range(2):
            try: a / 0
            except ArithmeticError: continue


def boom(): raise RuntimeError


print(f([1, 0, 2, "x", 5, None, 7]))
print(g(boom), g(lambda: 5))
