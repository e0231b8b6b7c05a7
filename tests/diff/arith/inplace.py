a = 5
a += 3; print(a)
a -= 10; print(a)
a *= -7; print(a)
a //= 2; print(a)
a **= 3; print(a)
a %= 1000; print(a)
a <<= 4; print(a)
a >>= 2; print(a)
a |= 1; print(a)
a &= 0xff; print(a)
a ^= 0x55; print(a)
a /= 4; print(a)
l = [1]; m = l
l += [2]; l *= 2
print(m, m is l)
t = (1,); u = t
t += (2,)
print(t, u)
s = {1, 2, 3}; r = s
s |= {9}; s &= {1, 9, 3}; s -= {3}; s ^= {5}
print(sorted(r))
d = {1: 2}; e = d
d |= {3: 4}
print(e)
