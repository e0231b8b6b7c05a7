"""Fannkuch-redux: greatest number of prefix reversals over all permutations of n."""


def fannkuch(n):
    perm1 = list(range(n))
    count = list(range(1, n + 1))
    max_flips = 0
    checksum = 0
    sign = 1
    r = n
    while True:
        while r != 1:
            count[r - 1] = r
            r -= 1
        first = perm1[0]
        if first:
            perm = perm1[:]
            flips = 0
            while first:
                perm[:first + 1] = perm[first::-1]
                flips += 1
                first = perm[0]
            if flips > max_flips:
                max_flips = flips
            checksum += sign * flips
        sign = -sign
        r = 1
        while True:
            if r == n:
                return checksum, max_flips
            perm1.insert(r, perm1.pop(0))
            count[r] -= 1
            if count[r] > 0:
                break
            r += 1
        r += 0


for size in (6, 7, 8, 9):
    print(size, *fannkuch(size))
