class C:
    def __enter__(s): return "c"
    def __exit__(s, *a): print("exit", a[0] and a[0].__name__); return a[0] is ValueError
def g():
    with C() as c:
        yield c
        yield "second"
    yield "after"
i = g(); print(next(i), i.throw(ValueError()), list(i))
i = g(); next(i)
try: i.throw(KeyError("k"))
except KeyError as e: print("ke", e)
def h():
    for i in range(3):
        try: got = yield i; print("got", got)
        except ValueError: yield "handled"; continue
        finally: print("fin", i)
i = h(); print(next(i), i.send("x"), i.throw(ValueError), next(i), list(i))
