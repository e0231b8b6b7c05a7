# dis: --stage=ir --function f ; --stage=code --function f
# builtins.len may be stored in the loop itself: that is an attribute of a module, and `len` has its point in each round.
import builtins
def f(items, new):
    n = 0
    for x in items:
        n += len(x)
        builtins.len = new
        n += len(x)
    return n
