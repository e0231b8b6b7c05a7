# Attributes of modules, and of modules within modules, in loops of functions and of the module itself: rebound at each link
# of the chain, deleted, replaced, computed.
import math
import os
import os.path
import sys
import types
import xml.etree.ElementTree
from types import ModuleType, SimpleNamespace

g = globals()
def call(f, *args):
    try:
        return f(*args)
    except Exception as e:
        t = e.__traceback__
        while t.tb_next:
            t = t.tb_next
        place = list(t.tb_frame.f_code.co_positions())[t.tb_lasti // 2][2:]
        return type(e).__name__, str(e), place

# New code for each case: what has changed once is loaded by plain instructions from then on.
source = """
import os, math
def chain(n, step):
    out = []
    for i in range(n):
        step(i)
        out.append((os.path.basename("/a/b%d" % i), os.path.sep, os.path.join("a", str(i))))
    return out
def class_changed(n, module, at):
    out = []
    for i in range(n):
        if i == at:
            module.__class__ = Special
        if i == at + 2:
            module.__class__ = ModuleType
        out.append((os.path.sep, os.path.sep, math.pi))
    return out
"""

def restore():
    global os
    import os
    os.path = path
    path.basename, path.sep, path.join = basename, sep, join

path = os.path
basename, sep, join = path.basename, path.sep, path.join
fake = ModuleType("fake")
fake.basename = lambda p: "fake base"
fake.sep = "fake sep"
fake.join = lambda *p: "fake join"
other = SimpleNamespace(path=SimpleNamespace(basename=len, sep=":", join=max))
steps = {
    "nothing": lambda: None,
    "link rebound": lambda: setattr(os, "path", fake),
    "link no module": lambda: setattr(os, "path", other.path),
    "last rebound": lambda: setattr(path, "join", min),
    "last by dict": lambda: path.__dict__.update(sep="by dict"),
    "first rebound": lambda: g.update(os=other),
    "first deleted": lambda: g.pop("os"),
    "link deleted": lambda: delattr(os, "path"),
    "last deleted": lambda: delattr(path, "basename"),
    "sys.modules": lambda: sys.modules.update(posixpath=fake),
    "all": lambda: (setattr(path, "sep", "!"), setattr(os, "path", fake), setattr(fake, "sep", "?")),
}
for name, step in steps.items():
    for at in 0, 2:
        exec(source, g)
        print(name, at, call(chain, 4, lambda i: step() if i == at else None))
        sys.modules["posixpath"] = path
        fake.sep = "fake sep"
        restore()
print(chain(1, id))

def inner_changes(n):
    out = []
    for i in range(n):
        # os.path.join is loaded before its arguments are made.
        out.append(os.path.join("x", setattr(os, "path", fake) or str(i), os.path.sep))
        out.append(os.path.join(os.path.sep, setattr(os, "path", path) or "y"))
    return out

print(inner_changes(2))

def across_blocks(n):
    out = []
    for i in range(n):
        out.append(math.floor(i if i else 1.5) + (math.ceil if i else math.floor)(i + 0.5))
        out.append(os.path.join("a" if i else "b", "c" if i > 1 else os.path.sep))
        out.append((os.path if i else os).__name__)
        if i == 2:
            setattr(math, "floor", lambda x: "floor %r" % (x,))
            setattr(math, "ceil", str)
            setattr(os.path, "join", lambda *a: "joined")
    return out

print(call(across_blocks, 3), call(across_blocks, 4))
del math.floor
math.floor, math.ceil = type(1.5).__floor__, type(1.5).__ceil__
restore()

def try_in_loop(n):
    out = []
    for i in range(n):
        try:
            out.append(os.path.sep)
            if i == 1:
                delattr(os, "path")
            out.append(os.path.sep)
            if i == 3:
                del g["os"]
        except AttributeError as e:
            out.append(str(e))
            setattr(os, "path", path)
        except NameError as e:
            out.append(str(e))
            restore()
    return out

print(try_in_loop(6))

def computed(n):
    out = []
    for i in range(n):
        if i == 1:
            os.__getattr__ = lambda name: fake if name == "path" else name.upper()
            delattr(os, "path")
        if i == 3:
            setattr(os, "path", path)
            del os.__getattr__
        out.append((os.path.sep, call(lambda: os.nothing)[:1] if i != 2 else os.nothing))
    return out

print(computed(5))

class Special(ModuleType):
    count = 0
    @property
    def sep(self):
        Special.count += 1
        return Special.count
    @property
    def path(self):
        return other.path

for module in path, os, math:
    for at in 0, 1:
        exec(source)
        print(class_changed(5, module, at))

class Hooked(ModuleType):
    def __getattribute__(self, name):
        return ("hooked", name) if name in ("sep", "pi") else super().__getattribute__(name)

def hooked(n):
    out = []
    for i in range(n):
        out.append((os.path.sep, math.pi))
        if i == 0:
            path.__class__ = math.__class__ = Hooked
        if i == 2:
            path.__class__ = math.__class__ = ModuleType
    return out

print(hooked(5))

def packages(n, step):
    out = []
    for i in range(n):
        step(i)
        out.append(xml.etree.ElementTree.VERSION)
        out.append(xml.etree.ElementTree.Element(str(i)).tag)
    return out

tree = xml.etree.ElementTree
print(packages(2, id))
print(packages(3, lambda i: setattr(tree, "VERSION", i) if i else None))
print(call(packages, 3, lambda i: i and setattr(xml, "etree", SimpleNamespace(ElementTree=fake)))[:2])
xml.etree = sys.modules["xml.etree"]
print(call(packages, 3, lambda i: i and delattr(xml.etree, "ElementTree")))
xml.etree.ElementTree = tree

def generator(n):
    for i in range(n):
        yield os.path.sep, os.path.join("a", "b")

it = generator(5)
print(next(it))
path.sep = "asleep"
print(next(it))
os.path = fake
print(next(it))
restore()
print(next(it))
del g["os"]
print(call(next, it))
restore()

def missing(n, log):
    for i in range(n):
        log.append(i)
        if i > 5:
            os.path.never(i)
        os.path.gone(log.append("argument"))

log = []
print(call(missing, 2, log), log)

def none_of_it(items):
    for x in items:
        os.nothing.at.all(x)
        math.nothing()
    return "done"

print(none_of_it(()), call(none_of_it, (1,)))

def stores(n):
    # Stored by the function itself: not kept in registers.
    out = []
    for i in range(n):
        os.path.sep = [os.path.sep, i]
        out.append(os.path.sep)
        os.path.sep += [i] if i else ["first"]
        math.count = getattr(math, "count", 0) + i
        out.append(math.count)
        if i == 1:
            del os.path.sep
            os.path.sep = "/"
    del math.count
    return out, call(lambda: math.count)[:2]

print(stores(3))
restore()

def late(n):
    for i in range(n):
        if i == 2:
            delattr(math, "gone")
        x = (i +
             math.gone(
                 i))
    return x

math.gone = abs
print(call(late, 2), call(late, 5))

# ---- the module's body ----

for i in range(5):
    print(os.path.sep, os.path.join("a", "b"), math.floor(2.5), end=" | ")
    if i == 0:
        setattr(path, "sep", "changed")
    if i == 1:
        setattr(os, "path", fake)
    if i == 2:
        setattr(math, "floor", math.ceil)
    if i == 3:
        restore()
        setattr(math, "floor", lambda x: "mine")
print()
math.floor = type(1.5).__floor__

for i in range(4):
    if i == 1:
        sys.modules["math"] = SimpleNamespace(pi="not pi", tau="not tau")
    import math
    print(math.pi, math.tau, end=" | ")
    if i == 2:
        del sys.modules["math"]
        saved = math
print()

for i in range(4):
    print(math.pi, end=" ")
    if i % 2:
        import math
    print(math.pi, end=" | ")
    sys.modules["math"] = saved if i == 0 else ModuleType("math")
    sys.modules["math"].pi = i
print()

del sys.modules["math"]
import math
while True:
    try:
        print(os.path.sep, math.pi)
        if "math" in g:
            del g["math"]
        else:
            break
    except NameError as e:
        print(e)
        exec("import math")
        math.pi = 3
        os.path.sep = "again"
        try:
            for i in range(3):
                print(math.pi, math.nothing if i == 2 else math.e)
        except AttributeError as e:
            print(e)
        break

def reader():
    return os.path.sep
for i in range(3):
    setattr(os.path, "sep", i)
    print(os.path.sep, reader(), end=" ")
    setattr(os, "path", fake if i else path)
    print(os.path.sep, reader(), end=" ")
    os = other if i == 2 else os
    print(os.path.sep, reader())
