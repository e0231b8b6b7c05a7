# Attributes of modules in loops: rebound, deleted, the module's name rebound, the module's class changed.
import math
import types
import sys

def roots(n, at):
    out = []
    for i in range(n):
        out.append(math.sqrt(i * i))
        if i == at:
            setattr(math, "sqrt", lambda x: "patched")
    return out

original = math.sqrt
print(roots(5, 2))
math.sqrt = original
print(roots(3, 9))

def missing(n):
    out = []
    for i in range(n):
        try:
            out.append(math.tau > 6)
        except AttributeError as e:
            out.append(str(e))
        if i == 1:
            saved.append(math.tau)
            delattr(math, "tau")
    return out

saved = []
print(missing(4))
math.tau = saved[0]
print(missing(1))

class Fake:
    def __init__(self):
        self.calls = 0
    def __getattr__(self, name):
        self.calls += 1
        return lambda x: (name, x, self.calls)

def rename(n):
    global math
    out = []
    keep = math
    for i in range(n):
        out.append(math.floor(i + 0.5))
        if i == 1:
            math = Fake()
        if i == 4:
            math = keep
    math = keep
    return out

print(rename(7))
print(rename(3))

mod = types.ModuleType("mod")
mod.x = 1

def counted(n):
    out = []
    for i in range(n):
        out.append(mod.x)
        if i == 1:
            mod.x += 10
        if i == 2:
            mod.__dict__["x"] = "dict"
        if i == 3:
            mod.__class__ = Special
    return out

class Special(types.ModuleType):
    @property
    def x(self):
        return "property"

print(counted(6))

lazy = types.ModuleType("lazy")
lazy.__getattr__ = lambda name: name.upper()

def lazily(n):
    out = []
    for i in range(n):
        out.append(lazy.attr)
        if i == 1:
            lazy.attr = "set"
        if i == 2:
            del lazy.attr
    return out

print(lazily(5))

import os.path

def joined(n):
    out = []
    for i in range(n):
        out.append(os.path.basename("/a/b%d" % i))
        if i == 1:
            setattr(os, "path", types.SimpleNamespace(basename=lambda p: "other"))
    return out

keep = os.path
print(joined(4))
os.path = keep
print(joined(2))

me = sys.modules[__name__]
own = 0

def itself(n):
    global own
    out = []
    for i in range(n):
        out.append((me.own, own))
        own += 1
    return out

print(itself(3))
