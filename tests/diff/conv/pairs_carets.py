# Carets under the part of a two-in-one instruction that failed.
import traceback


def show(f, *args):
    try:
        f(*args)
    except Exception:
        traceback.print_exc(limit=-1)


class P:
    x = y = 1


def attrs(p, q):
    return p.x - q.x


def stores(p, q):
    p.u = 1; q.v = 2


def items(m, i, j):
    return m[i][j]


def products(a, b, c):
    return c + a * b


def missing():
    return no_such_name.attr


def missing_call():
    return no_such_name(1, 2)


def missing_attr():
    return traceback.no_such_attr


def failing_call(f):
    return f(1, 2)


show(attrs, None, P())
show(attrs, P(), None)
show(stores, None, P())
show(stores, P(), None)
show(items, [], 0, 0)
show(items, [[]], 0, 0)
show(products, "a", "b", 1)
show(products, 1, 2, "c")
show(missing)
show(missing_call)
show(missing_attr)
show(failing_call, len)
