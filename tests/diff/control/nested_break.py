found = []
for i in range(5):
    for j in range(5):
        if j > i:
            break
        if (i + j) % 2:
            continue
        for k in range(3):
            if k == j:
                break
            found.append((i, j, k))
        else:
            found.append((i, j, "else"))
print(found)
