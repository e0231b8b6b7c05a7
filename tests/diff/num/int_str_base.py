for b in range(2, 37): print(b, int("10", b), int("zz"[:1] if b == 36 else "1", b), end=" ")
print(int("-0b11", 2), int("0xFF", 16), int("0o17", 8), int(" 0 "), int("٣"), str(10**50), int(str(2**200)) == 2**200)
