import math
def f():
    out = []
    for i in range(4):
        out.append(math.sqrt(4))
        if i == 1: math.sqrt = lambda x: "fake"
    return out
orig = math.sqrt
print(f()); math.sqrt = orig; print(f.__name__, math.sqrt(9))
del math.sqrt
try: math.sqrt(4)
except AttributeError as e: print(e)
math.sqrt = orig
