# Many frames of one function at once while a name that they all use is rebound or deleted.
def leaf():
    return "old"

def deep(n):
    before = leaf()
    if n == 0:
        change()
    else:
        deep(n - 1)
    after = leaf()
    seen.append((n, before, after))

def change():
    global leaf
    leaf = lambda: "new"

seen = []
deep(5)
print(seen)

seen = []
deep(2)
print(seen)

depth = 0

def walk(n):
    global depth
    depth += 1
    total = 0
    for i in range(n):
        total += depth
        if i % 2 == 0:
            total += walk(n - 1)
    depth -= 1
    return total

print(walk(5), depth)

def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)

print(fib(12))
real = fib

def traced(n):
    calls.append(n)
    return real(n)

calls = []
fib = traced
print(fib(5), len(calls))
fib = real
del fib
try:
    real(3)
except NameError as e:
    print(e)
