# dis: --stage=ir --function inner ; --stage=code --function inner
# step is stored once, by its maker: loaded once. total is stored by inner: loaded each time.
def outer(n):
    step = n + 1
    total = 0
    def inner(items):
        nonlocal total
        for x in items:
            total += x * step + step
        return total
    return inner
