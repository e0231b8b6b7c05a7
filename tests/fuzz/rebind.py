#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""rebind.py: random programs that read names in loops and rebind, delete and shadow them in every way, run by CPython and
by Regius: what they print must be the same. A program follows from its number alone.

    rebind.py --regius PATH [--first N] [--count N] [--keep FOLDER] [-- OPTIONS OF REGIUS]
    rebind.py --show N
"""
import argparse
import os
import random
import subprocess
import sys
import tempfile

GLOBALS = ["ga", "gb", "gc"]
FUNCTIONS = ["fa", "fb", "fc", "fd"]
MODULES = ["M", "N", "M.S"]
ATTRS = ["x", "y", "z"]
BUILTINS = ["len", "abs", "max", "ord"]
CAUGHT = "(NameError, AttributeError, TypeError, ZeroDivisionError)"
CHANGES = 12
SKIPPED = "skipped"

# Generators are kept: CPython would close one at once that nobody refers to.
HEAD = """\
import builtins, sys, types
G = globals()
ORIGINAL = {k: getattr(builtins, k) for k in ("len", "abs", "max", "ord")}
LOG, KEEP, budget, ticks = [], [], [400], [0]
def tick():
    ticks[0] += 1
    return ticks[0]
def out(*v):
    LOG.append(repr(v)[:100])
class Stop(BaseException): pass
def enter():
    budget[0] -= 1
    if budget[0] < 0: raise Stop
class Special(types.ModuleType):
    x = property(lambda self: tick())
    S = property(lambda self: OS)
class Obj:
    z = 3
    def __init__(self): self.x = 1; self.y = 2
    def f(self, q=0): return 11
OBJ = Obj()
OM, ON, OS = types.ModuleType("M"), types.ModuleType("N"), types.ModuleType("M.S")
for module in (OM, ON, OS):
    module.x = 10; module.y = 20; module.z = 30; module.f = lambda q=0: 44
    module.S = ON
    sys.modules[module.__name__] = module
OM.S = OS
import M, N, M.S
ga = 1; gb = 2; gc = 3
a = 1; b = 2; o = OBJ
"""

TAIL = """\
SAVED = fa, fb, fc, fd
def reset():
    for k, v in dict(ga=1, gb=2, gc=3, fa=SAVED[0], fb=SAVED[1], fc=SAVED[2], fd=SAVED[3]).items(): G.setdefault(k, v)
    sys.modules["M"], sys.modules["N"] = OM, ON
    for module in (M, N, OS):
        for name in "xyz": module.__dict__.setdefault(name, 5)
    for name in "xy": OBJ.__dict__.setdefault(name, 6)
def main():
    for f in SAVED:
        for turn in range(3):
            budget[0] = 120
            try: out("returned", f(turn))
            except Stop: out("stopped")
            except Exception as e: out(type(e).__name__, str(e)[:60])
            budget[0] = 20
            if turn: change(turn)
            if turn == 2: reset()
    reset()
    budget[0] = 60
    g, h = gen(), gen(5)
    KEEP.append((g, h))
    for turn in range(6):
        budget[0] = 60
        for q in (g, h):
            try: out("yielded", q.send(turn) if turn else next(q))
            except Stop: out("stopped")
            except StopIteration as e: out("ended", e.value)
            except Exception as e: out(type(e).__name__, str(e)[:60])
        budget[0] = 20
        change(turn)
"""

END = """\
reset()
for rounds in range(3):
    budget[0] = 99
    try: main()
    except BaseException as e: LOG.append(type(e).__name__ + str(e)[:60])
    reset()
for k, v in ORIGINAL.items(): setattr(builtins, k, v)
for k in ("len", "abs", "max", "ord"): G.pop(k, None)
print(len(LOG))
print("\\n".join(LOG))
"""


class Program:
    def __init__(self, number):
        self.random = random.Random(number)
        self.lines = []
        self.loops = self.size = 0
        self.cells = False
        self.written = []

    def pick(self, items):
        return self.random.choice(items)

    def chance(self, p):
        return self.random.random() < p

    def add(self, depth, line):
        self.lines.append("    " * depth + line)

    def expr(self, depth=0):
        deeper = lambda: self.expr(depth + 1)
        if depth > 3:
            return str(self.random.randrange(-3, 9))
        kind = self.random.choices(range(11), (6, 24, 8, 13, 12, 10, 5, 5, 4, 6, 7))[0]
        if kind == 0:
            return str(self.random.randrange(-3, 9))
        if kind == 1:
            return self.pick(GLOBALS)
        if kind == 2:
            return self.pick(["a", "b"])
        if kind == 3:
            return "%s.%s" % (self.pick(MODULES), self.pick(ATTRS))
        if kind == 4:
            return "o.%s" % self.pick(ATTRS)
        if kind == 5:
            return "%s(%s, %s)" % (self.pick(FUNCTIONS), deeper(), self.expr(depth + 2))
        if kind == 6:
            return "%s.f(%s)" % (self.pick(MODULES), deeper())
        if kind == 7:
            return self.pick(['len("ab" * abs(%s))', "abs(%s)", "max(%s, 4)", 'ord("k") + %s']) % deeper()
        if kind == 8:
            return "cell%d" % self.random.randrange(2) if self.cells else deeper()
        if kind == 9:
            return self.pick(["w[%s]", "(%s + w)", "(%s < w)", "(%s == w)"]) % deeper()
        return "(%s %s %s)" % (deeper(), self.pick(["+", "-", "*", "<", "=="]), deeper())

    def change(self):
        name, function, module = self.pick(GLOBALS), self.pick(FUNCTIONS), self.pick(MODULES)
        attr, builtin, value = self.pick(ATTRS), self.pick(BUILTINS), self.random.randrange(50, 99)
        return self.pick([
            f"globals()[{name!r}] = {value}", f"G.update({name}={value})", f"exec('{name} = {value}', G)",
            f"G.pop({name!r}, None)", f"globals()[{function!r}] = {self.pick(FUNCTIONS)}", f"G.pop({function!r}, None)",
            f"setattr({module}, {attr!r}, {value})", f"{module}.__dict__.pop({attr!r}, None)",
            f"globals()[{module[0]!r}] = {self.pick(['M', 'N', 'OM', 'ON', 'Obj()'])}",
            f"sys.modules[{module[0]!r}] = {self.pick(['OM', 'ON', 'Obj()'])}",
            f"{module[0]}.S = {self.pick(['M', 'ON', 'OS', 'OS', 'Obj()', 'OBJ'])}", f"{module[0]}.__dict__.pop('S', None)",
            f"exec('import M, N', G)", f"{module[0]}.__getattr__ = lambda name: tick()",
            f"{module[0]}.__class__ = {self.pick(['types.ModuleType', 'Special'])}",
            f"globals()[{builtin!r}] = lambda *q: {value}", f"G.pop({builtin!r}, None)",
            f"setattr(builtins, {builtin!r}, lambda *q: {value})",
            f"setattr(builtins, {builtin!r}, ORIGINAL[{builtin!r}])", f"setattr(builtins, {name!r}, {value})",
            f"builtins.__dict__.pop({name!r}, None)", f"setattr(OBJ, {attr!r}, {value})",
            f"setattr(Obj, {attr!r}, {self.pick([value, 'property(lambda self: tick())'])})",
            f"OBJ.__dict__.pop({attr!r}, None)"])

    def assign_global(self, depth, place):
        names = self.written if place else GLOBALS
        if not names:
            return self.add(depth, "out(%s)" % self.expr())
        if not place and self.chance(0.4):
            return self.add(depth, self.pick(["ga, gb = gb, %s", "ga, gb, gc = gc, ga, %s", "gc = gb = ga + %s",
                                              "ga = gb; gb = ga + %s", "gb, ga = %s, gb + 1"]) % self.expr())
        if self.chance(0.3):
            return self.add(depth, "del " + self.pick(names))
        if self.chance(0.2 if not place else 0):
            return self.add(depth, self.pick(["import M", "import M, N", "import M.S"]))
        self.add(depth, "%s %s %s" % (self.pick(names), self.pick(["=", "=", "+="]), self.expr()))

    def loop(self, depth, place):
        self.loops += 1
        rounds = self.random.randrange(1, 5)
        if self.chance(0.5):
            self.add(depth, "for i%d in range(%d):" % (depth, rounds))
        else:
            self.add(depth, "k%d = 0" % depth)
            self.add(depth, "while k%d < %d:" % (depth, rounds))
            self.add(depth + 1, "k%d += 1" % depth)
        for _ in range(self.random.randrange(1, 5)):
            self.statement(depth + 1, place)
        if self.chance(0.2):
            self.add(depth + 1, "if %s > 5: %s" % (self.expr(2), self.pick(["break", "continue"])))
        self.loops -= 1

    def guarded(self, depth, place):
        self.add(depth, "try:")
        self.statement(depth + 1, place)
        self.statement(depth + 1, place)
        self.add(depth, f"except {CAUGHT} as e:")
        self.add(depth + 1, "out(type(e).__name__, str(e)[:60], e.__traceback__.tb_lineno)")
        if self.chance(0.3):
            self.add(depth, "finally:")
            self.statement(depth + 1, place)

    def statement(self, depth, place):
        """place: 0 the module, 1 a function, 2 a generator."""
        self.size += 1
        kind = self.random.choices(range(9), (22, 25, 10, 6, 10, 13 if self.loops < 3 else 0, 4, 13, 4))[0]
        if self.size > 34 or kind == 0:
            self.add(depth, "out(%s)" % self.expr(2 if self.size > 34 else 0))
        elif kind == 1:
            self.add(depth, "%s %s %s" % (self.pick("ab"), self.pick(["=", "=", "+=", "-="]), self.expr()))
        elif kind == 2:
            self.add(depth, "change(%d)" % self.random.randrange(CHANGES))
        elif kind == 3:
            self.add(depth, "o.%s = %s" % (self.pick(ATTRS), self.expr()))
        elif kind == 4:
            self.assign_global(depth, place)
        elif kind == 5:
            self.loop(depth, place)
        elif kind == 6:
            self.add(depth, "if %s > 1:" % self.expr())
            self.statement(depth + 1, place)
        elif kind == 7:
            self.guarded(depth, place)
        else:
            self.add(depth, "%s = %s%s" % (self.pick("ab"), "yield " if place == 2 else "", self.expr()))

    def function(self, name, place):
        self.size = 0
        self.written = self.random.sample(GLOBALS, self.pick([0, 0, 0, 1]))
        self.cells = self.chance(0.4)
        depth = 2 if self.cells else 1
        if self.cells:
            self.add(0, "def make():")
            self.add(1, "cell0 = 5")
            if self.chance(0.5):
                self.add(1, "cell1 = 7")
        self.add(depth - 1, "def %s(a=1, b=2, o=None):" % name)
        if self.written:
            self.add(depth, "global " + ", ".join(self.written))
        self.add(depth, "enter()")
        self.add(depth, "if o is None: o = OBJ")
        for _ in range(self.random.randrange(4, 14)):
            self.statement(depth, place)
        self.add(depth, "return %s" % self.expr())
        if self.cells:
            self.add(1, "cell1 = 9")
            self.add(1, "return " + name)
            self.add(0, "%s = make()" % name)
        self.cells = False

    def text(self):
        self.add(0, "class W:")
        for method in ("add", "radd", "lt", "gt", "eq", "getitem"):
            self.add(1, "def __%s__(self, other):" % method)
            self.add(2, "change(%d)" % self.random.randrange(CHANGES))
            self.add(2, "return %d" % self.random.randrange(9))
        self.add(1, "__hash__ = None")
        self.add(0, "w = W()")
        for i in range(CHANGES):
            self.add(0, "def change%d():" % i)
            self.add(1, self.change())
        self.add(0, "ALL = [%s]" % ", ".join("change%d" % i for i in range(CHANGES)))
        self.add(0, "def change(i):")
        self.add(1, "enter()")
        self.add(1, "ALL[i]()")
        for name in FUNCTIONS:
            self.function(name, 1)
        self.function("gen", 2)
        functions, self.lines, self.size = self.lines, [], -10
        self.add(0, "try:")
        for _ in range(self.random.randrange(4, 10)):
            self.statement(1, 0)
        self.add(0, "except (Stop, Exception) as e:")
        self.add(1, 'LOG.append("module " + type(e).__name__ + str(e)[:60])')
        return HEAD + "\n".join(functions) + "\n" + TAIL + "\n".join(self.lines) + "\n" + END


def first_difference(wanted, got):
    wanted, got = wanted.split("\n"), got.split("\n")
    for i in range(max(len(wanted), len(got))):
        pair = [lines[i] if i < len(lines) else "(nothing)" for lines in (wanted, got)]
        if pair[0] != pair[1]:
            return "line %d: expected %r got %r" % (i + 1, *pair)
    return "no difference in output"


def run(options, number, folder):
    path = os.path.join(folder, "rebind%d.py" % number)
    with open(path, "w") as f:
        f.write(Program(number).text())
    environment = dict(os.environ, PYTHONHASHSEED="0")
    def output_of(*command, seconds):
        return subprocess.run(command, capture_output=True, text=True, timeout=seconds, env=environment)

    try:
        a = output_of("/usr/bin/python3", "-I", path, seconds=20)
    except subprocess.TimeoutExpired:  # its integers grow without end
        return SKIPPED
    try:
        b = output_of(options.regius, *options.options, path, seconds=120)
    except subprocess.TimeoutExpired:
        return "takes too long"
    if a.returncode:
        return "CPython fails: %s" % a.stderr[-300:]
    if a.stdout != b.stdout or b.returncode:
        return "%s; %s" % (first_difference(a.stdout, b.stdout), b.stderr[-300:])
    os.remove(path)
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--regius")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--keep", help="folder for the programs that differ")
    parser.add_argument("--show", type=int)
    parser.add_argument("options", nargs="*")
    options = parser.parse_args()
    if options.show is not None:
        print(Program(options.show).text(), end="")
        return 0
    if not options.regius:
        parser.error("--regius is needed")
    failed = skipped = 0
    with tempfile.TemporaryDirectory() as temporary:
        for number in range(options.first, options.first + options.count):
            trouble = run(options, number, options.keep or temporary)
            skipped += trouble == SKIPPED
            if trouble and trouble != SKIPPED:
                failed += 1
                print("not ok - program %d: %s" % (number, trouble))
    print("%d passed, %d failed, %d skipped" % (options.count - failed - skipped, failed, skipped))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
