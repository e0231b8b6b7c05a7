for a in (7, -7, 7.5, -7.5, 2**65, -2**65):
    for b in (2, -2, 2.5, -2.5, 2**33): print(a, b, divmod(a, b), a // b, a % b, a - (a // b) * b == a % b)
