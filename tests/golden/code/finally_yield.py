# dis: --stage=code --function gen
# The body of `finally` stands twice, each behind its own suspensions; a local that was deleted is tested for where it
# may be missing, and is where a handler, the caller's throw and locals() find it.
def gen(x, log):
    try:
        yield x
        del x
        yield log
    finally:
        yield "end"
        log.append(x)
    got = yield from log
    return got
