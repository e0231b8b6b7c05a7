"""Doc."""
import os

BIG = 123456789012345678901234567890
NEG = -170141183460469231731687303715884105728
EDGE = (9223372036854775807, -2147483648, 3.5, 2j, b"\x00\xff", "\u00e9\ud800", ..., None, True, (1, (2,)))


def f(a, b=1, *args, c: int = 2, **kw):
    x = yield a
    try:
        return [i for i in x if i in {1, 2, "z"}]
    except (ValueError, OSError) as e:
        raise TypeError(f"{e!r:>{b}}") from e
    finally:
        del x


class C:
    def m(self):
        return __class__, lambda: self
