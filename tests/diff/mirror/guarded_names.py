# Names that may not exist must not be looked up before their time.
import sys

windows = False

def start(n):
    out = []
    for i in range(n):
        if windows:
            out.append(msvcrt.getch())
        else:
            out.append(i)
    return out

print(start(3))

def fallback(n):
    r = []
    for i in range(n):
        try:
            r.append(unicode(i))
        except NameError:
            r.append(str(i))
    return r

print(fallback(3))

def late(n):
    for i in range(n):
        if i > 2:
            return defined_later()
    return None

print(late(2))
try:
    late(5)
except NameError as e:
    print(e)

def defined_later():
    return "defined"

print(late(5))

def zero(n):
    # The body never runs: nothing of it is looked up.
    for i in range(n):
        nothing_of_the_kind(also_missing)
    while n > 0:
        neither
    return "fine"

print(zero(0))

def effects(n):
    log = []
    for i in range(n):
        log.append(i)
        if i == 2:
            log.append(not_there)
    return log

log = []
class Noisy:
    def __iter__(self):
        print("iter")
        return iter([1, 2])
try:
    for x in Noisy():
        absent(x)
except NameError as e:
    print(e)

def order(seq):
    for x in seq:
        print("before")
        absent(x)
        print("after")

try:
    order(Noisy())
except NameError as e:
    print(e)

def attr_order():
    for i in range(2):
        print("work", i)
        sys.no_such_attribute

try:
    attr_order()
except AttributeError as e:
    print(e)

def both_missing():
    for i in range(2):
        first_missing + second_missing

try:
    both_missing()
except NameError as e:
    print(e)

def finally_block():
    try:
        for i in range(2):
            print(i)
            never_bound
    finally:
        print("cleanup", len("abc"))

try:
    finally_block()
except NameError as e:
    print(e)
