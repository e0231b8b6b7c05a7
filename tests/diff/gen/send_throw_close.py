# counts: no, it leaves a generator to the end of the program
def g():
    r = []
    try:
        while True:
            try:
                x = yield len(r)
                r.append(x)
            except ValueError as e:
                r.append(("exc", str(e)))
    finally:
        print("closed", r)
i = g()
print(next(i), i.send("a"), i.send(None), i.throw(ValueError("v")), i.throw(ValueError, "w") if False else i.send(1))
i.close(); i.close()
try: i.send(1)
except StopIteration as e: print("stop", e.value)
try: g().send(5)
except TypeError as e: print(e)
def h():
    try: yield 1
    except GeneratorExit: yield 2
j = h(); next(j)
try: j.close()
except RuntimeError as e: print(e)
def k():
    yield 1
m = k()
try: m.throw(KeyError("early"))
except KeyError as e: print(e)
print(list(m))
def self_ref():
    yield next(me)
me = self_ref()
try: next(me)
except ValueError as e: print(e)
