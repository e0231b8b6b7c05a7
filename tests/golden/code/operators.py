# dis: --stage=code --function f
# In-place operators keep an opcode of their own, as they look for __iand__ and its like first; the target is read before the
# operand, and written behind it.
def f(a, b, o, l):
    a &= b
    a |= 1
    a ^= ~b
    a <<= b(a)
    b >>= a
    o.x ^= a & b
    l[b] >>= o.x | 2
    l[a], o.y = a ** b, a // b % 7
    a @= b
    return -a
