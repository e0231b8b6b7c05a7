print(1 + 2.5, 2.5 - 1, 3 * 0.5, 7 / 2, 7 // 2.0, -7 // 2.0, -7 % 2.5, 2 ** 0.5, 2.0 ** 10, (-8) ** (1 / 3))
print(True + True, True * 3.5, False - 1, True / 2, ~True, -True, +False, True << 3, True & 1, True & False, True | 2, True ^ True)
print(1 == 1.0, 1 == True, hash(1) == hash(1.0) == hash(True), 2**53 == float(2**53), 2**53 + 1 == float(2**53), 10**400 > float("inf"), 10**400 < 1e308)
print(1 + 2j, (1 + 2j) * 3, 2.5 * (1 - 1j), (1 + 2j) / 2, abs(3 + 4j), (1 + 2j) ** 2, (1 + 2j) == 1, 5 == 5 + 0j)
