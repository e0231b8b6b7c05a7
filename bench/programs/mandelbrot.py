"""Mandelbrot set as text and as a count, with floats and once more with complex numbers."""


def rows(width, height, limit):
    for row in range(height):
        ci = 2.0 * row / height - 1.0
        line = []
        for col in range(width):
            cr = 3.0 * col / width - 2.0
            zr = zi = 0.0
            n = 0
            while n < limit:
                zr2 = zr * zr
                zi2 = zi * zi
                if zr2 + zi2 > 4.0:
                    break
                zi = 2.0 * zr * zi + ci
                zr = zr2 - zi2 + cr
                n += 1
            line.append(n)
        yield line


def complex_count(width, height, limit):
    inside = 0
    for row in range(height):
        for col in range(width):
            c = complex(3.0 * col / width - 2.0, 2.0 * row / height - 1.0)
            z = 0j
            for _ in range(limit):
                z = z * z + c
                if abs(z) > 2.0:
                    break
            else:
                inside += 1
    return inside


total = 0
shades = " .:-=+*#%@"
for number, line in enumerate(rows(240, 180, 200)):
    total += sum(line)
    if number % 15 == 0:
        print("".join(shades[n * 9 // 200] for n in line[::3]).rstrip())
print(total, complex_count(120, 90, 80))
