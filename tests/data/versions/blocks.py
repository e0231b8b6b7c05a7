"""Ways out of try, with and loops, which each version compiles in its own way."""
log = []


class Manager:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow

    def __enter__(self):
        log.append("enter " + self.name)
        return self

    def __exit__(self, kind, value, tb):
        log.append("exit %s %s" % (self.name, kind and kind.__name__))
        return self.swallow


def returns(n):
    for i in range(3):
        with Manager("a"), Manager("b", True) as b:
            try:
                if n == 0:
                    return "returned", b.name
                if n == 1:
                    continue
                if n == 2:
                    break
                if n == 3:
                    raise KeyError(i)
                log.append("body %d" % i)
            finally:
                log.append("finally %d" % i)
                if n == 4:
                    break
        log.append("behind %d" % i)
    else:
        return "else"
    return "end"


def nested(n):
    try:
        try:
            try:
                [][n]
            except KeyError:
                return "no"
            finally:
                log.append("inner")
        except (IndexError, TypeError) as e:
            name = type(e).__name__
            raise ValueError(name) from e
        else:
            return "else"
    except ValueError as e:
        return str(e), type(e.__cause__).__name__, e.__context__ is e.__cause__
    finally:
        log.append("outer")


def generator():
    try:
        while True:
            try:
                got = yield "ready"
                yield got
            except ZeroDivisionError as e:
                yield "caught " + str(e)
            finally:
                yield "cleanup"
    finally:
        log.append("closed")


for n in range(6):
    print(n, returns(n), log)
    log.clear()
print(nested(0), nested("x"), log)
g = generator()
print(next(g), g.send(1), next(g), next(g), g.throw(ZeroDivisionError("z")), next(g), next(g))
try:
    g.close()
except RuntimeError as e:
    print(e)
del g
