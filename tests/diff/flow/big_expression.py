a, b, c, d, e, f, g, h = range(1, 9)
print(a + b * c - d / e + f ** 2 % g - h // a + (a + b) * (c - d) / (e + f) - (g * h) + a * b * c * d - e * f * g + h - (a - (b - (c - (d - (e - (f - (g - h))))))))
print([a, b, [c, (d, {e: f})], g][2][1][1][5], (a < b < c) + (d > e) * 2 + (f != g) * 4, a if b > c else d if e > f else g or h)
