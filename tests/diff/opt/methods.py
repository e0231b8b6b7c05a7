# Methods of builtin objects that are looked up at the call: only where nobody can tell; see docs/passes.md.
def call(f, *args):
    try:
        return f(*args)
    except Exception as e:
        t = e.__traceback__
        while t.tb_next:
            t = t.tb_next
        code = t.tb_frame.f_code
        return type(e).__name__, str(e), list(code.co_positions())[t.tb_lasti // 2], code.co_name

log = []
def note(x):
    log.append(x)
    return x

class List(list):
    def append(self, x):
        log.append("List.append")
        super().append(x)
    def __getattribute__(self, name):
        log.append("lookup " + name)
        return super().__getattribute__(name)

def made_here():
    out = []
    out.append(note(1))
    out.extend([note(2), *note((3,))])
    d = {}
    d.setdefault(note("k"), []).append(note(4))
    d.update(x=note(5), **{"y": note(6)})
    s = {0}
    s.add(note(7))
    out.append(", ".join([str(note(8)), *d]))
    out.insert(note(0), "%s %%" % "{} {z}".format(note(9), z=note(10)))
    f = f"{out}"
    return out, d, s, f.replace(note("k"), note("K")), b",".join([b"a", bytes(note(1))])

def rebound(new):
    # What is called is the method of the object that was there when it was looked up.
    out = first = []
    out.append((out := new))
    out = second = [0]
    out.append([out := List(), out])
    text = ""
    text = text.join(text := "ab")
    return first, second, out, text

def rebound_by_loop(n):
    all = []
    for i in range(n):
        out = []
        all.append(out)
        out.append((i, note(len(out)), len(out)))
        if i % 2:
            out = List()
        out.append(note(i))
    return all

def other_object(out):
    made = []
    out.append(note("first"))
    made.append(note("second"))
    made = out
    made.append(note("third"))
    return out

def maybe(c):
    out = [] if c else List()
    out.append(note("c"))
    other = []
    if c:
        other = List()
    other.append(note("d"))
    return out, other

def no_such_method():
    out = []
    out.add(note("not reached"))

def no_such_method_of_text():
    "".append(note("not reached"))

def text_of_attribute():
    x = []
    x.append = note("reached")

def raises_in_argument(kind):
    out = []
    try:
        out.append(note(kind).missing)
    except AttributeError as e:
        out.append(str(e))
    out.append(1 / kind)
    return out

def raises_in_call():
    out = []
    out.insert(note("x"),
               note(1))

def too_many():
    {}.get(note(1), note(2),
           note(3))

def keyword():
    [].append(x=note(1))

def unhashable():
    s = {1}
    s.add(note([]))

def unbound(c):
    if c:
        out = []
    out.append(note(1))

def deleted():
    out = []
    out.append(note(1))
    del out
    out.append(note(2))

def nested():
    a, b, c = [], {}, set()
    a.append(b.setdefault("k", c.add(a.append(note(1)) or len(a)) or sorted(c)))
    return a, b, c

def conditional(x):
    out = []
    out.append(note(x) if x else out.append("none"))
    out.append(x and note("and") or len(out))
    return out

def kept():
    out = []
    add = out.append
    add(note(1))
    both = out.append, out.append(note(2))
    (out.append)(note(3))
    return out, add(4), both[0](5), out

def generator():
    out = []
    out.append((yield note("first")))
    got = yield from iter([1])
    out.append([(yield "second"), len(out)])
    yield out

def cell():
    out = []
    def change():
        nonlocal out
        out = List()
    out.append(change())
    return out

def seen_by_callee():
    import sys
    out = []
    def peek():
        return sorted(sys._getframe(1).f_locals), sys._getframe(1).f_lineno - seen_by_callee.__code__.co_firstlineno
    out.append(
        peek())
    return out

def star(args):
    out = []
    out.append(*args)
    out.extend(x + 1 for x in note([1, 2]))
    out.sort(key=lambda x: -note(x))
    return out

print(made_here(), log)
for f in (lambda: rebound("new"), lambda: rebound_by_loop(3), lambda: other_object(List()), lambda: maybe(0), lambda: maybe(1),
          no_such_method, no_such_method_of_text, text_of_attribute, lambda: raises_in_argument(0), lambda: raises_in_argument(2),
          raises_in_call, too_many, keyword, unhashable, lambda: unbound(0), lambda: unbound(1), deleted, nested,
          lambda: conditional(0), lambda: conditional(1), kept, cell, seen_by_callee, lambda: star([3]), lambda: star([3, 4])):
    log.clear()
    print(call(f), log)
log.clear()
g = generator()
print(next(g), g.send("sent"), next(g), g.send("again"), log)

# In loops, where the call's cache has seen other things.
for x in range(3):
    parts = []
    parts.append(note(x))
    parts.append(str(parts.index(note(x))))
    print("-".join(map(str, parts)), parts.count(x), end=" ")
print()
