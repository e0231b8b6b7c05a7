# dis: --stage=ir --pass method --function f ; --stage=code --function f
# `out` is a list that the function has made, and text is text: their methods are looked up by the call. `other` may be anything,
# and so may `out` where an argument binds it anew.
def f(x, other):
    out = []
    for i in x:
        out.append(x(i))
        out.nothing(x(i))
        other.append(x(i))
    out.append((out := x))
    return ", ".join(x(i))
