print((255).bit_length(), (-256).bit_length(), (0).bit_length(), (255).bit_count(), (10**30).bit_length())
print((1024).to_bytes(2, "big"), (1024).to_bytes(4, "little"), (-5).to_bytes(3, "big", signed=True), int.from_bytes(b"\xff\x00", "big"), int.from_bytes(b"\xff\x00", "little", signed=True), int.from_bytes(b"\xff\xfe", "big", signed=True))
print((7).as_integer_ratio(), (7).numerator, (7).denominator, (7).real, (7).imag, (7).conjugate(), int(7.9), int(-7.9), int("  -42  "), int("0x1f", 16), int("1_000"), int("zz", 36), int(b"12"), int("0b101", 0))
for bad in ("", "1__0", "0x", "12a", " ", "_1"):
    try:
        int(bad)
    except ValueError as e:
        print(e)
try:
    (300).to_bytes(1, "big")
except OverflowError as e:
    print(e)
