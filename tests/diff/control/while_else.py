def f(n):
    i = 0
    while i < n:
        if i == 3:
            print("break")
            break
        i += 1
    else:
        print("else")
    return i
print(f(2), f(10), f(0))
for x in []:
    pass
else:
    print("empty else")
for x in range(3):
    if x == 5:
        break
else:
    print("no break", x)
while True:
    break
else:
    print("never")
while False:
    pass
else:
    print("while false else")
