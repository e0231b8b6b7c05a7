# uncaught: chain, notes, syntax of carets
def a(): b()
def b():
    try: c(1,
           2)
    except ZeroDivisionError as e:
        raise ValueError("outer",
                         5) from e
def c(x, y):
    z = [1, 2, 3]
    return (x + y) / (z[0] -
                      1)
try: a()
except ValueError as e:
    e.add_note("a note\nwith lines")
    class Q(Exception):
        def __str__(self): raise KeyError
    try: raise Q
    except Q as q:
        x = {"a": {"b": None}}
        x["a"]["b"]["c"]["d"]
