n = 0
def inc():
    global n, fresh
    n += 1
    fresh = n * 10
inc(); inc()
print(n, fresh)
def outer():
    n = 100
    def inner():
        global n
        n = 5
        return n
    return inner(), n
print(outer(), n)
def rd():
    return len([1, 2])
print(rd())
len = lambda x: "shadowed"
print(rd())
del len
print(rd())
