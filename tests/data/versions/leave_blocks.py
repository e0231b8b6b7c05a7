"""Every way out of loops, try, finally and with."""
import sys

log = []


class Context:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow

    def __enter__(self):
        log.append("enter " + self.name)
        return self

    def __exit__(self, kind, value, tb):
        log.append("exit %s %s %s" % (self.name, kind and kind.__name__, value))
        return self.swallow


def show(*values):
    print(*values, log)
    del log[:]


def return_through(items):
    for i in items:
        try:
            with Context("a") as a, Context("b"):
                if i == 1:
                    return i, a.name
        finally:
            log.append("finally %d" % i)
    return None


def break_through():
    out = []
    for i in range(5):
        try:
            try:
                if i == 3:
                    break
                out.append(i)
            finally:
                out.append("f")
        finally:
            out.append("g")
    else:
        out.append("else")
    return out


def continue_through():
    out = []
    for i in range(4):
        with Context("c%d" % i):
            try:
                if i % 2:
                    continue
                out.append(i)
            except ValueError:
                pass
    return out


def while_loop():
    n = 0
    while True:
        n += 1
        try:
            if n < 3:
                raise KeyError(n)
            break
        except KeyError as error:
            log.append(error.args)
            if n == 1:
                continue
    return n


def swallow():
    for i in range(3):
        with Context("s", swallow=True):
            if i == 1:
                raise ValueError(i)
            log.append(i)
    return "done"


def override():
    for _ in range(2):
        try:
            return 1 / 0
        finally:
            break
    try:
        raise KeyError("lost")
    finally:
        return "kept"


def nested_finally(kind):
    for _ in (1, 2):
        try:
            try:
                try:
                    if kind == "return":
                        return "r"
                    if kind == "break":
                        break
                    if kind == "raise":
                        raise IndexError(kind)
                    if kind == "continue":
                        continue
                finally:
                    log.append(1)
            finally:
                log.append(2)
        except IndexError as e:
            log.append(e.args)
            return "caught"
        finally:
            log.append(3)
    return "end"


def handled():
    try:
        raise ValueError(1)
    except ValueError:
        try:
            log.append(sys.exc_info()[1].args)
        finally:
            log.append(sys.exc_info()[1].args)
        try:
            raise KeyError(2)
        except KeyError as inner:
            log.append((inner.__context__.args, sys.exc_info()[1].args))
            for _ in range(1):
                break
        log.append(sys.exc_info()[1].args)
        with Context("in handler"):
            pass
    return sys.exc_info()


def handler_returns(x):
    try:
        [][x]
    except IndexError as e:
        return type(e).__name__, sys.exc_info()[0].__name__
    except (TypeError, KeyError):
        return "type"
    else:
        return "else"
    finally:
        log.append("fin")


def reraised():
    try:
        try:
            raise OSError("first")
        except KeyError:
            pass
        finally:
            log.append(sys.exc_info()[0].__name__)
    except OSError as e:
        log.append((e.args, e.__traceback__.tb_lineno - reraised.__code__.co_firstlineno, e.__traceback__.tb_next))
    try:
        try:
            raise OSError("second")
        except OSError:
            raise
    except OSError as e:
        log.append((e.args, e.__context__ is None))


def deep(n):
    with Context("x%d" % n):
        if n:
            return deep(n - 1)
        raise SystemError("bottom")


show(return_through([0, 1, 2]))
show(return_through([0]))
show(break_through())
show(continue_through())
show(while_loop())
show(swallow())
show(override())
for kind in ("return", "break", "raise", "continue", "none"):
    show(nested_finally(kind))
show(handled())
show(handler_returns(0))
show(handler_returns("a"))
reraised()
show()
try:
    deep(2)
except SystemError as e:
    show(e.args)
for k in range(3):
    try:
        if k == 1:
            continue
        if k == 2:
            break
    finally:
        print("module", k)
