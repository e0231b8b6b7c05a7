log = []
def g():
    try:
        log.append("start")
        yield 1
        log.append("mid")
        yield 2
    finally:
        log.append("fin")
for x in g():
    if x == 1: continue
print(log); log.clear()
i = g(); next(i); i.close(); print(log); log.clear()
i = g(); i.close(); print(log)
def h():
    try:
        yield "a"
    finally:
        yield "b"
print(list(h()))
def w():
    for i in range(3):
        try:
            if i == 1: continue
            yield i
        finally:
            yield ("f", i)
print(list(w()))
def d():
    x = 1
    try:
        yield x
        del x
        yield "deleted"
        yield x
    except UnboundLocalError as e:
        yield str(e)
print(list(d()))
