# Generators and coroutines that are suspended while a name is rebound.
def tool():
    return "first"

def use(n):
    for i in range(n):
        yield tool()

def rebind(text):
    global tool
    tool = lambda: text

g = use(5)
print(next(g), next(g))
rebind("second")
print(next(g))
h = use(3)
print(next(h))
rebind("third")
print(next(g), next(h), next(g))
del tool
for it in (g, h):
    try:
        print(next(it))
    except StopIteration:
        print("done")
    except NameError as e:
        print(e)
rebind("again")

def delegating():
    while True:
        x = yield from inner()
        print("got", x, tool())

def inner():
    yield tool()
    yield tool()
    return tool()

d = delegating()
for step in range(6):
    print(next(d))
    rebind("step %d" % step)

def sending():
    got = None
    while True:
        got = yield (tool(), got)

s = sending()
print(next(s), s.send(1))
rebind("sent")
print(s.send(2))

def guarded():
    try:
        while True:
            yield len(tool())
    except ValueError:
        yield tool()
    finally:
        print("finally", tool())

q = guarded()
print(next(q))
rebind("longer text")
print(next(q))
print(q.throw(ValueError))
rebind("last")
q.close()

async def co(n):
    out = []
    for i in range(n):
        out.append(tool())
        await Once()
    return out

class Once:
    def __await__(self):
        yield "wait"

c = co(4)
k = 0
try:
    while True:
        c.send(None)
        rebind("co %d" % k)
        k += 1
except StopIteration as e:
    print(e.value)

gens = [use(3) for _ in range(4)]
out = []
for i in range(3):
    for j, one in enumerate(gens):
        out.append(next(one))
        rebind("%d.%d" % (i, j))
print(out)
