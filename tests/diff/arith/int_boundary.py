x = 2**47 - 3
for i in range(6):
    print(x + i, -(x + i), ~(x + i), (x + i) * 2, (x + i) - 2**47, abs(-x - i))
y = 140737488355327
y += 1
print(y, type(y), y - 1, y == 2**47, hash(y))
y = -140737488355328
y -= 1
print(y, -y, y + 1, y * y)
