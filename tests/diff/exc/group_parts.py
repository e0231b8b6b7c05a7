# What the parts of groups inherit: contexts, causes, __suppress_context__ and tracebacks; exceptions thrown into what has ended.
def show(e, depth=0):
    rows, tb = [], e.__traceback__
    while tb:
        rows.append((tb.tb_frame.f_code.co_name, tb.tb_lineno))
        tb = tb.tb_next
    print("  " * depth, repr(e), rows, repr(e.__context__), repr(e.__cause__), e.__suppress_context__)
    for x in getattr(e, "exceptions", ()):
        show(x, depth + 1)


def group():
    return ExceptionGroup("g", [KeyError(2), ValueError(3)])


x = ExceptionGroup("outer", [group(), TypeError(1)])
for part in *x.split(KeyError), x.subgroup(KeyError), x.subgroup((KeyError, ValueError, TypeError)), x.derive([KeyError(2)]):
    show(part)
x.__cause__ = OSError(1)
x.__suppress_context__ = False
show(x.subgroup(KeyError))


def plain_again():
    try: raise KeyError(2)
    except* Exception as e:
        show(e)
        raise


def plain_itself():
    try: raise KeyError(2)
    except* Exception as e: raise e


def plain_other():
    try: raise KeyError(2)
    except* Exception: raise IndexError


def plain_missed():
    try: raise KeyError(2)
    except* OSError: raise IndexError


def group_again():
    try: raise group()
    except* KeyError: raise


def group_missed():
    try: raise group()
    except* OSError: raise


def group_other():
    try: raise group()
    except* ValueError: raise IndexError
    except* KeyError as e: raise e.exceptions[0]


def handled():
    try: 1 / 0
    except ZeroDivisionError:
        try: raise group()
        except* KeyError as e: show(e)


for f in plain_again, plain_itself, plain_other, plain_missed, group_again, group_missed, group_other, handled:
    print(f.__name__)
    try: f()
    except BaseException as e:
        show(e)
        if e.__context__: show(e.__context__, 3)


def g():
    yield 1


async def c():
    pass


async def ag():
    yield 1


def throw(how, what=ValueError):
    try:
        raise TypeError("handled")
    except TypeError:
        try: print(how(what))
        except BaseException as e: print(repr(e), repr(e.__context__))


x = g()
throw(x.throw)
throw(x.throw)
x = g()
next(x)
throw(x.throw)
throw(x.throw, KeyError(5))
x = g()
list(x)
throw(x.throw)
x = c()
x.close()
throw(x.throw)
x = ag().athrow(ValueError(1))
throw(lambda what: x.send(None))
throw(lambda what: x.send(None))
