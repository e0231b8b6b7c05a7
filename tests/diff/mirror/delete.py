# Deleting a name that is read in a loop: NameError at the very next load, with its position.
# stress: 50
import traceback

def helper():
    return 5

def drop():
    global helper
    del helper

def loop(n):
    total = 0
    for i in range(n):
        total += helper()
        if i == 3:
            drop()
    return total

try:
    loop(10)
except NameError as e:
    print(e, e.name)
    traceback.print_exc()

helper = lambda: 7
print(loop(3))
try:
    loop(10)
except NameError as e:
    print(e)

name = "x"

def reads(n):
    out = []
    for i in range(n):
        try:
            out.append(name)
        except NameError as e:
            out.append(str(e))
        if i == 1:
            del globals()["name"]
        if i == 3:
            globals()["name"] = "back"
    return out

print(reads(6))
print(reads(6))

def order(log):
    def note(x):
        log.append(x)
        return x
    try:
        return note(1) + missing_one + note(2)
    except NameError as e:
        return log, str(e)

print(order([]))

def first(a):
    return a[0] + gone + a[1]

gone = 1
class L:
    def __getitem__(self, i):
        global gone
        print("item", i)
        if i == 0:
            del gone
        return i

try:
    print(first(L()))
except NameError as e:
    print(e)

def loop_else():
    k = 0
    while k < 4:
        if k == 2 and "flag" in globals():
            del globals()["flag"]
        try:
            flag
        except NameError:
            print("no flag at", k)
            break
        k += 1
    else:
        print("never")

flag = True
loop_else()
loop_else()
