# Operators in place name themselves in their messages, whatever the operands.
class Plain: pass


plain = Plain()
values = [1, True, 2.5, 10 ** 30, 1j, "", b"", None, [], (), {}, plain]
for operator in "+ - * / // % ** << >> & | ^ @".split():
    source = "def f(x, v):\n    x %s= v\n    return x\ndef g(x):\n    x %s= 2.5\n    return x\ndef h(x, v):\n    x[0] %s= v\n" % ((operator,) * 3)
    space = {}
    exec(source, space)
    for x in values:
        for call in [lambda v=v: space["f"](x, v) for v in values] + [lambda: space["g"](x)] + [lambda v=v: space["h"]([x], v) for v in (1, 2.5, "", plain)]:
            if operator in ("**", "<<") and x == 10 ** 30 or isinstance(x, list):
                continue
            try: call()
            except (TypeError, OverflowError, ValueError, ZeroDivisionError) as e: print(operator, type(e).__name__, e)
