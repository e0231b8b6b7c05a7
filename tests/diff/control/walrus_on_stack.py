# A value that is stored into a local and stays on the operand stack across joins, where the local is stored again.
def f(a, c):
    return (a, [a], (a := [a]), ((a := [a]) and c), (a := 0) or a)

def g(a, c):
    return [a, (a := [c]) and c, (a := (c and (a := [c]))) or a, a]

def h(a, n):
    for i in range(n):
        a = (a, (a := [i]), (a := i if a else [a]), a)
    return a

def k(a, c):
    return ((a := [a]), (c and 1), (a := 0))

print(k(1, 2), k(1, 0))
print(f(1, 2))
print(f(0, None))
print(g(1, 0), g(0, 5))
print(h(0, 3))
