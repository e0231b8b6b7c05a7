total = 0; count = 0
for i in range(1000):
    total += i
    if i % 3 == 0: count += 1
    elif i % 5 == 0: total -= 1
print(total, count, i)
items = []
while len(items) < 5: items.append(len(items) ** 2)
print(items)
