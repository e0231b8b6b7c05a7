z = 3 + 4j
print(z, z.real, z.imag, z.conjugate(), abs(z), -z, +z, z + 1, z - 1j, z * z, z / (1 - 1j), z ** 2, z ** 0.5, z == 3 + 4j, z != 1, hash(z) == hash(complex(3, 4)), bool(0j), complex("1+2j"), complex("-j"), complex(1), complex(1.5, -0.0), 1j * 1j, repr(complex(0.0, -0.0)), complex(float("inf"), float("nan")))
for f in (lambda: z < z, lambda: z // 1, lambda: z % 2, lambda: int(z), lambda: float(z), lambda: complex("x"), lambda: 1j / 0):
    try:
        print(f())
    except (TypeError, ValueError, ZeroDivisionError) as e:
        print(type(e).__name__, e)
