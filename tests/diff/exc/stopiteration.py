def g():
    yield 1
    return 5
def d():
    r = yield from g()
    print("r", r)
print(list(d()))
i = g(); next(i)
try: next(i)
except StopIteration as e: print(e.value)
def bad():
    yield 1
    raise StopIteration("x")
try: list(bad())
except RuntimeError as e: print(e, repr(e.__cause__))
def bad2(): yield next(iter([]))
try: list(bad2())
except RuntimeError as e: print(e)
print(next(iter([]), None), [*map(lambda x: x, iter([1]))])
