# dis: --stage=ir --function f ; --stage=code --function f
# The second load of p.x rests on the first; p.y is loaded again behind the call, and q.x when q is another object.
def f(p, q, h):
    a = p.x * p.x + p.y
    h()
    b = p.y * q.x
    q = p
    return a + b + q.x
