def a():
    try:
        return 1
    finally:
        print("fin a")
def b():
    try:
        return 1
    finally:
        return 2
def c():
    for i in range(3):
        try:
            continue
        finally:
            print("c", i)
    return "done"
def d():
    while True:
        try:
            return "try"
        finally:
            break
    return "after"
def e():
    try:
        raise KeyError(1)
    finally:
        return "swallowed"
def f():
    try:
        try:
            1 / 0
        finally:
            print("inner")
    except ZeroDivisionError as x:
        return str(x)
    finally:
        print("outer")
print(a(), b(), c(), d(), e(), f())
