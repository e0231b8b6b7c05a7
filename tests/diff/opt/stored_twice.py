# One statement stores a name twice, in a loop of a module that keeps it in a register: the last value stays.
a, b = 1, 2
for i in range(3):
    print(a)
    a, a = 5, [a]
    print(a)
    a, b, a = (a,), b + 1, len(a)
    print(a, b)
    a = a, a = a, 7
    print(a)
    b, a, b = a, b, [b]
    print(a, b)
    a, (b, a), b = 1, ([a], str(b)), -i
    print(a, b)
    for a, a in (("x", "y"), (i, b)):
        print(a)
    [a, a], b = [len("abc"), max(i, 2)], a
    print(a, b)


class Holder:
    pass


holder = Holder()
for holder.x, holder.x in ((1, 2), (3, 4)):
    print(holder.x)
for i in range(2):
    holder.x, holder.x = i, [i]
    print(holder.x)
