# dis: --stage=stack --function f
def f(a, *, b=1):
    try:
        a.x[b:] = f"{b!r:>4}"
    except (ValueError, TypeError) as e:
        raise
    return lambda: a
