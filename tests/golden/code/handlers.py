# dis: --stage=code --function f
def f(a):
    for x in a:
        try:
            with x as y:
                y()
        except (ValueError, KeyError) as e:
            return e
        finally:
            a = x
