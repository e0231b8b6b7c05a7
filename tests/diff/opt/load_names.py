# What the pass `load` must not do with globals and builtins: see the fourth case of docs/passes.md for each function.
def call(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return type(e).__name__, str(e)

def ask(x):
    return x

def swap(value):
    globals()["thing"] = value
    return value

def nested(n):
    out = []
    for i in range(n):
        out.append([thing, swap(i), thing, ask(thing), swap(-i) if i % 2 else thing, thing])
    return out

def outer_before_inner(n):
    total = []
    for i in range(n):
        total.append(pick(pick(i)))
    return total

def pick(x):
    globals()["pick"] = other_pick if isinstance(x, int) and x % 2 else original_pick
    return "pick", x

def other_pick(x):
    globals()["pick"] = original_pick
    return "other", x

original_pick = pick
thing = "start"
print(nested(3))
print(outer_before_inner(4))

def across_branches(n):
    out = []
    for i in range(n):
        out.append((thing if i else ask)(0) if callable(thing) else (thing, swap(str), thing)[i % 3])
    return out

thing = "start"
print(across_branches(5))

def across_blocks(n):
    # The value of the load is used behind a jump, and behind other loads of the name.
    out = []
    for i in range(n):
        out.append((thing, swap(i) or thing, i and thing or swap("t"), thing))
    return out

thing = "start"
print(across_blocks(3))

def never_reached(n, log):
    for i in range(n):
        log.append(i)
        if i == 99:
            missing_one(i)
    while n > 100:
        missing_two(n)
    return log

print(never_reached(2, []))

def empty_loop(items):
    for x in items:
        missing_three(x)
    return "done"

print(empty_loop([]), call(empty_loop, [1]))

def order(n, log):
    for i in range(n):
        log.append(i)
        missing_four(log.append("argument"), missing_five)

log = []
print(call(order, 2, log), log)
missing_four = 1
log = []
print(call(order, 2, log), log)
missing_five = 1
log = []
print(call(order, 2, log), log)

def in_try(n):
    out = []
    for i in range(n):
        try:
            out.append(sometimes)
            if i == 1:
                del globals()["sometimes"]
            if i == 3:
                globals()["sometimes"] = "back"
        except NameError as e:
            out.append(str(e))
            if i == 2:
                globals()["sometimes"] = "for a round"
    return out

sometimes = "there"
print(in_try(6))

def handler_sees(n):
    out = []
    for i in range(n):
        try:
            out.append(thing)
            1 / (i - 1)
            swap(("round", i))
            raise KeyError
        except ZeroDivisionError:
            out.append(("zero", thing))
        except KeyError:
            out.append(("key", thing))
        finally:
            swap(i)
            out.append(thing)
    return out

thing = "start"
print(handler_sees(3))

def while_loop():
    out = []
    while thing:
        out.append(thing)
        swap(thing[1:])
    return out

thing = "abc"
print(while_loop())

def nested_loops(n):
    out = []
    for i in range(n):
        for j in range(n):
            out.append(thing)
            if j == i:
                swap((i, j))
        out.append(thing)
    return out

thing = "start"
print(nested_loops(2))

def builtins_in_loops(n):
    out = []
    for i in range(n):
        out.append((len("ab"), abs(-i), max(i, 1)))
        if i == 1:
            globals()["abs"] = lambda x: "abs"
        if i == 2:
            globals()["len"] = lambda x: "len"
            del globals()["abs"]
    return out

print(builtins_in_loops(5))
del len
print(builtins_in_loops(2)[0])
del abs

class Dict(dict):
    def __getitem__(self, key):
        return "item", key
    def __missing__(self, key):
        return "missing", key

def namespaces(n):
    out = []
    for i in range(n):
        out.append(thing)
        out.append(len("abc"))
    return out

import types
for space in {"thing": 1}, Dict(thing=2), Dict(), {"thing": 3, "len": str}:
    space.update(range=range)
    print(call(types.FunctionType(namespaces.__code__, space), 2))
