# dis: --stage=ir --function f ; --stage=code --function f
# What needs a register is loaded in front of the loop, once; cold code loads on the spot.
def f(words):
    n = 0
    for w in words:
        if w in ("a", "b"):
            n += 1
        elif w in ("a", "b", "c") or w in ("a", "b"):
            n += ", ".join(words).count(w)
        if n > 1000:
            raise ValueError("{} too many".format(n))
    return n
