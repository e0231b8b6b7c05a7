# Contents of cells: taken once only where one statement binds them, once for each cell.
def call(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return type(e).__name__, str(e)

def rebound_by_inner(n):
    x = 0
    def bump():
        nonlocal x
        x += 1
    out = []
    for i in range(n):
        out.append((x, bump(), x))
    return out

def rebound_by_outer(n):
    x = 0
    def get():
        return x, x
    out = []
    for i in range(n):
        x = i * 2
        out.append((x, get(), x))
    return out

def parameter(x, n):
    def set_it(v):
        nonlocal x
        x = v
    return [(x, set_it(i), x) for i in range(n)], x

def assigned_parameter(x):
    def get():
        return x
    out = [x, get()]
    x = "new"
    return out + [x, get(), x]

def bound_late(n):
    def get():
        return [x, x]
    out = [call(get)]
    for i in range(n):
        if i == 1:
            x = "late"
        out.append(call(get))
    return out

def bound_twice(c):
    def get():
        return x, x
    if c:
        x = "first"
    else:
        x = "second"
    out = [get()]
    x = "third"
    return out + [get()]

def deleted():
    x = 1
    def get():
        return [x] * 2
    def drop():
        nonlocal x
        del x
    out = [get()]
    drop()
    out.append(call(get))
    x = 2
    return out + [get()]

def handler(n):
    out = []
    def get():
        return e
    for i in range(n):
        try:
            1 / i
            int("x")
        except (ZeroDivisionError, ValueError) as e:
            out.append(str(get()))
        out.append(call(get)[1][:30])
    return out

def loop_handler():
    # The handler stands before what it protects, for the bytes: a loop of its own.
    k = 0
    while True:
        try:
            k += 1
            if k == 3:
                raise KeyError(k)
        except KeyError as error:
            kept = error
            return [(lambda: kept)(), k]

def loop_makes_cells():
    out = []
    for i in range(3):
        def inner(j=i):
            return i, j
        out.append(inner)
    return [f() for f in out]

def class_cell():
    x = w = "outer"
    class C:
        y = w
        x = "class"
        z = x
        def get(self):
            return x, w, __class__.z
    x = w = "rebound"
    return C.y, C.x, C.z, C().get()

def comprehension(n):
    x = n
    return [[x + y for y in range(x)] for x in range(x)], x

def while_inner(n):
    x = 0
    def step():
        nonlocal x
        x = x + 1
        return x
    out = []
    while x < n:
        out.append(x)
        step()
        if x == 2:
            x = 5
        out.append(x)
    return out

def from_outside():
    x = 1
    def get(n):
        out = []
        for i in range(n):
            out.append(x)
            if i == 1:
                get.__closure__[1 if get.__code__.co_freevars[1] == "x" else 0].cell_contents = "outside"
        return out
    return get(4), x

def generator():
    x = 0
    def gen():
        nonlocal x
        for i in range(3):
            yield x, x
            x += 1
    for v in gen():
        yield v, x
        x *= 10

def match_target(v):
    def get():
        return a, b
    match v:
        case (a, b):
            return get()
        case a if (b := a):
            return get()

def walrus(items):
    if any((found := x) > 2 for x in items):
        return found, (lambda: found)()
    return found

def with_target(m):
    def get():
        return r
    with m as r:
        out = [get()]
    with m as r:
        return out + [get()]

class M:
    n = 0
    def __enter__(self):
        M.n += 1
        return M.n
    def __exit__(self, *a):
        return None

# Generators keep their frames, and what those hold, while somebody else stores to the cell.
def stored_in_loop():
    out = []
    def gen():
        while True:
            yield x, x
    for i in range(4):
        x = i
        if i == 0:
            g = gen()
        out.append(next(g))
    return out

def stored_in_while():
    out = []
    def gen():
        yield x
        for j in range(3):
            yield x, j
    i = 0
    while i < 4:
        x = i * 10
        g = gen() if i == 0 else g
        out.append(next(g))
        i += 1
    return out

def stored_twice():
    def gen():
        while True:
            yield x, x
    x = 1
    g = gen()
    out = [next(g)]
    x = 2
    return out + [next(g), next(gen())]

def stored_in_handler():
    out, g = [], None
    def gen():
        while True:
            yield x
    k = 0
    while True:
        try:
            k += 1
            raise KeyError(k)
        except KeyError as error:
            x = error.args
            g = g or gen()
            out.append(next(g))
            if k == 3:
                return out

def stored_by_callee():
    def setter():
        nonlocal x
        x = "callee"
    def gen():
        while True:
            yield x, x
    if setter:
        setter()
    g = gen()
    out = [next(g)]
    x = "owner"
    out.append(next(g))
    setter()
    return out + [next(g)]

def stored_by_callee_only(n):
    def setter(v):
        nonlocal x
        x = v
    def gen():
        while True:
            yield x, x
    setter("first")
    g = gen()
    out = [next(g)]
    for i in range(n):
        setter(i)
        out.append(next(g))
    return out
    x = None

def stored_parameter(x):
    def gen():
        while True:
            yield x, x
    g = gen()
    out = [next(g)]
    x = "stored"
    return out + [next(g)]

def deleted_between():
    def gen():
        while True:
            yield x, x
    x = 1
    g = gen()
    out = [next(g)]
    del x
    return out + [call(next, g)]

def made_anew():
    # Each turn of the outer function has a cell of its own; the code is the same.
    def turn(v):
        def gen():
            yield x
            yield x
        x = v
        return gen()
    a, b = turn(1), turn(2)
    return [next(a), next(b), next(a), next(b)]

print(stored_in_loop(), stored_in_while(), stored_twice(), stored_in_handler(), stored_by_callee(), stored_by_callee_only(2))
print(stored_parameter("parameter"), deleted_between(), made_anew())
print(rebound_by_inner(3), rebound_by_outer(3), parameter("p", 2), assigned_parameter("old"))
print(bound_late(3), bound_twice(0), bound_twice(1), deleted())
print(handler(3), loop_handler(), loop_makes_cells(), class_cell())
print(comprehension(3), while_inner(7), from_outside(), list(generator()))
print(match_target((1, 2)), match_target(3), walrus([1, 2, 3, 4]), walrus([1]), with_target(M()))
