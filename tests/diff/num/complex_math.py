z = complex(1, -2)
print(z * z, z / z, z ** 3, z - z, 1 / z, z == complex(1, -2), abs(complex(3, 4)), complex("1e3-2.5j"), complex(" 1j "), -z, +z, z.conjugate() * z, 2 ** z, z * 0, repr(1e100j), str(complex(-0.0, -0.0)), 1j ** 2, complex(1.0), complex(True, 2))
