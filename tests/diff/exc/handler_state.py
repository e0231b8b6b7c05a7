# What locals and enclosing loops and withs hold when an exception leaves a block in its middle.
class CM:
    def __init__(self, name, swallow=False): self.name, self.swallow = name, swallow
    def __enter__(self): return self
    def __exit__(self, t, v, tb):
        print("exit", self.name, v)
        return self.swallow
def boom(x):
    if x % 2: raise ValueError(x)
    return x
def scan(items):
    last = None
    out = []
    for i in items:
        with CM("a", i == 3) as a, CM("b" if i else "c", i == 1):
            try:
                last = i
                last = boom(i) + 100
                k = last
            except ValueError as e:
                out.append((i, last, str(e)))
                if i == 5: raise KeyError(i) from e
                last = -i
            else:
                out.append((i, last, "fine"))
                if i == 4: continue
            finally:
                last = (last, "finally")
            out.append(last)
    return out, last
print(scan([0, 1, 2, 3, 4]))
try: scan([2, 5, 6])
except KeyError as e: print(repr(e), repr(e.__cause__))
def unbound(x):
    try:
        boom(x)
        y = 1
    except ValueError: pass
    try: return y
    except UnboundLocalError as e: return str(e)
print(unbound(2), unbound(1))
def loops(n):
    total = 0
    while True:
        try:
            n -= 1
            total += boom(n)
            if n < 0: break
        except ValueError:
            total += 1000
            if n < -3: return total
            continue
        finally:
            total += 1
    return total, n
print(loops(6))
def returns():
    for i in range(5):
        try:
            if i == 2: return i, boom(i + 1)
        except ValueError as e: return i, e.args, i
        finally:
            if i == 1: continue
print(returns())
