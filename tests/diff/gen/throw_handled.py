# An exception that a generator or coroutine handles may be the one that its resumer handles.
class F:
    def __await__(self):
        yield self
        return 7
async def inner():
    try:
        await F()
    except ValueError:
        await F()
        raise
exc = ValueError('x')
try: raise exc
except ValueError as e:
    c=inner(); c.send(None); c.throw(e)
    try: c.send(None)
    except BaseException as e2: print(repr(e2))
c=inner(); c.send(None)
try: raise exc
except ValueError as e:
    c.throw(e)
try: c.send(None)
except BaseException as e2: print(repr(e2))


# the resumer handles the very exception that it throws, in nested handlers, and hands the generator on
import sys


def nested():
    try:
        yield 1
    except ValueError as e:
        try:
            raise KeyError("inner")
        except KeyError:
            yield repr(sys.exc_info()[1])
        yield repr(sys.exc_info()[1])
        try:
            yield 2
        finally:
            print("finally", repr(sys.exc_info()[1]))
    yield repr(sys.exc_info()[1])
    try:
        raise
    except RuntimeError as e:
        yield str(e)


g = nested()
next(g)
try:
    raise exc
except ValueError as e:
    print(g.throw(e), repr(sys.exc_info()[1]))
    print(next(g), repr(sys.exc_info()[1]))
    print(next(g))
print(sys.exc_info())
print(next(g), sys.exc_info())
print(next(g))
try:
    raise LookupError
except LookupError:
    g = nested()
    next(g)
    print(g.throw(exc))
    print(g.throw(sys.exc_info()[1]) if False else next(g))
    g.close()
    print(repr(sys.exc_info()[1]))
