# A global that a called function rebinds is seen at the next load, not before and not later.
def one():
    return 1

def two():
    return 2

def switch():
    global one
    one = two
    return 10

def loop(n):
    out = []
    for i in range(n):
        out.append(one())
        if i == 2:
            switch()
    return out

print(loop(6))

def one():
    return 1

def add(a, b):
    return a + b

def old_then_new():
    # The first `one` is loaded before switch() is called: the old function is called.
    return add(one(), switch()), add(switch(), one())

print(old_then_new())

limit = 3

def shrink():
    global limit
    limit -= 1
    return limit

def count():
    seen = []
    while limit > 0:
        seen.append((limit, shrink(), limit))
    return seen

print(count())

def f(x):
    return ("old f", x)

def g(x):
    global f
    f = lambda x: ("new f", x)
    return x

def argument():
    return f(g(1)), f(g(2))

print(argument())
def f(x):
    return ("old f", x)
print([f(g(i)) for i in range(3)])

value = 0

def bump():
    global value
    value += 1

def reads():
    a = value
    bump()
    b = value
    bump()
    c = value
    return a, b, c, value

for _ in range(3):
    print(reads())

state = "a"

def set_state(s):
    global state
    state = s

def nested(n):
    out = []
    for i in range(n):
        for k in range(2):
            out.append(state + str(k))
            if (i + k) % 3 == 1:
                set_state(chr(ord(state) + 1))
    return out

print(nested(5))
