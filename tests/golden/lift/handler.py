# dis: --stage=ir --pass lift --function f
def f(a):
    with a as b:
        try:
            n = b()
        except ValueError as e:
            n = e
        finally:
            a.done()
    return n
