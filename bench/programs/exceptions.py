"""Exception-heavy code: raising through frames, handlers by type, finally, else, chaining, custom hierarchies, with."""


class AppError(Exception):
    def __init__(self, code, message="failed"):
        super().__init__(code, message)
        self.code = code


class NotFound(AppError, LookupError):
    pass


class Invalid(AppError, ValueError):
    pass


class Fatal(AppError):
    pass


class Resource:
    opened = closed = 0

    def __init__(self, swallow=()):
        self.swallow = swallow

    def __enter__(self):
        Resource.opened += 1
        return self

    def __exit__(self, kind, value, traceback):
        Resource.closed += 1
        return kind is not None and issubclass(kind, self.swallow)


def risky(n):
    if n % 7 == 0:
        raise NotFound(n)
    if n % 5 == 0:
        raise Invalid(n, "bad %d" % n)
    if n % 11 == 0:
        return [][n]
    if n % 13 == 0:
        return {}["missing"]
    if n % 17 == 0:
        return n // 0
    if n % 19 == 0:
        raise Fatal(n)
    return n


def deep(n, level):
    if level == 0:
        return risky(n)
    try:
        return deep(n, level - 1)
    finally:
        counts["finally"] = counts.get("finally", 0) + 1


def handle(n):
    try:
        value = deep(n, 3)
    except NotFound as e:
        return "notfound", e.code
    except (ValueError, ZeroDivisionError) as e:
        return type(e).__name__, len(str(e))
    except LookupError as e:
        return "lookup", type(e).__name__
    else:
        return "ok", value
    finally:
        counts["handled"] = counts.get("handled", 0) + 1


def chained(n):
    try:
        try:
            risky(n)
        except ArithmeticError as e:
            raise RuntimeError("wrapped") from e
        except LookupError:
            raise RuntimeError("context")
    except RuntimeError as e:
        return type(e.__cause__).__name__, type(e.__context__).__name__, e.__suppress_context__
    except AppError as e:
        return (e.args,)
    return ()


def loop_control(limit):
    log = []
    for i in range(limit):
        try:
            if i % 4 == 0:
                continue
            if i == limit - 2:
                break
        finally:
            log.append(i)
    return len(log), log[-1]


counts = {}
for n in range(1, 90000):
    try:
        kind, detail = handle(n)
    except Fatal as e:
        kind, detail = "fatal", e.code
    counts[kind] = counts.get(kind, 0) + 1
print(sorted(counts.items()))
shapes = {}
for n in range(1, 60000):
    shape = chained(n)
    key = shape if len(shape) == 3 else len(shape)
    shapes[key] = shapes.get(key, 0) + 1
print(sorted(shapes.items(), key=repr))
print(loop_control(5000))
for n in range(1, 60000):
    with Resource((AppError, LookupError, ZeroDivisionError)) as r:
        risky(n)
print(Resource.opened, Resource.closed)
try:
    with Resource((KeyError,)):
        risky(17)
except ZeroDivisionError as e:
    print("escaped", e)
stop = iter(range(200000))
total = 0
while True:
    try:
        total += next(stop)
    except StopIteration:
        break
print(total)
