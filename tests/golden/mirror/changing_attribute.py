# dis: --stage=ir --function f ; --stage=code --function f
# Calls may change the attribute: it is loaded in each round. Between the two loads of `limit` nothing can.
def f(result, func):
    while 1:
        if result.done:
            break
        if result.limit > 0 and result.limit < 10:
            func(result)
    return result
