# dis: --stage=ir --function inner ; --stage=code --function inner
# outer stores limit in a loop: every load of it stays.
def outer(rounds):
    limit = 0
    def inner(x):
        return x + limit if x < limit else limit
    out = []
    for limit in range(rounds):
        out.append(inner(2))
    return out
