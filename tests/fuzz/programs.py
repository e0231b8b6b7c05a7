#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Random small programs, run by CPython 3.11 and by Regius with all passes, without passes and from a .rgc file: what they print
must be the same, tracebacks' last lines included. A program follows from its number alone.

    programs.py --regius PATH [--seed N] [--count N | --seconds N] [--keep FOLDER]
    programs.py --show N
"""
import argparse
import os
import py_compile
import random
import subprocess
import sys
import tempfile
import time
import warnings

PYTHON = os.environ.get("PYTHON", "/usr/bin/python3")

HEAD = """\
LOG = []
budget = [2500]
def out(*v):
    budget[0] -= 1
    if budget[0] < 0: raise Stop
    LOG.append(" ".join(repr(x)[:80] for x in v))
class Stop(BaseException): pass
class Ctx:
    def __init__(self, n, swallow=False): self.n, self.swallow = n, swallow
    def __enter__(self): out("enter", self.n); return self.n
    def __exit__(self, t, v, tb): out("exit", self.n, t and t.__name__); return self.swallow
class Point:
    __match_args__ = ("x", "y")
    count = 0
    def __init__(self, x=1, y=2): self.x, self.y = x, y
    def move(self, d=1, *rest, k=0): self.x += d; return self.x + k + len(rest)
    @property
    def both(self): return self.x + self.y
    def __repr__(self): return f"P({self.x},{self.y})"
    def __iter__(self): yield self.x; yield self.y
def pick(a, b=2, *rest, k=5, **kw): return (a, b, rest, k, sorted(kw.items()))
ga, gb = 3, [1, 2, 3]
"""
CAUGHT = "(TypeError, ValueError, ZeroDivisionError, IndexError, KeyError, AttributeError, NameError, UnboundLocalError, RuntimeError)"


class Program:
    def __init__(self, number):
        self.random = random.Random(number)
        self.lines, self.size, self.names = [], 0, 0

    def pick(self, *items):
        return self.random.choice(items)

    def n(self, a, b):
        return self.random.randint(a, b)

    def add(self, depth, line):
        self.lines.append("    " * depth + line)

    def var(self):
        return self.pick("a", "b", "c", "d")

    def expr(self, d=0):
        e = lambda: self.expr(d + 1)
        if d > 2:
            return self.pick(self.var(), str(self.n(-2, 9)), "ga", "'s'", "2.5", "None", "True")
        return [
            lambda: str(self.n(-3, 300)), self.var, self.var, lambda: "ga", lambda: "gb[%s]" % self.n(-4, 3),
            lambda: "(%s %s %s)" % (e(), self.pick("+", "-", "*", "//", "%", "&", "|", "^", "<", "==", "!=", "and", "or", "in (1, 2) or"), e()),
            lambda: "(%s if %s else %s)" % (e(), e(), e()), lambda: "(not %s)" % e(), lambda: "(-%s)" % e(),
            lambda: "[%s, %s]" % (e(), e()), lambda: "(%s, *(%s, 1))" % (e(), e()), lambda: "{%s: %s}" % (self.n(0, 3), e()),
            lambda: "[x%s for x in range(%d)%s]" % (self.pick("", " * 2", " + " + self.var()), self.n(0, 5), self.pick("", " if x % 2", " if " + self.var())),
            lambda: "sum(y for y in (1, %s, 3))" % e(), lambda: "{k: v for k, v in enumerate('ab%s')}" % self.n(0, 9),
            lambda: "f'{%s}-{%s!r:>4}'" % (self.var(), self.var()), lambda: "len(str(%s))" % e(), lambda: "pick(%s, k=%s)" % (e(), e()),
            lambda: "pick(*[%s, 2], **{'z': %s})" % (e(), e()), lambda: "(lambda q, r=%s: (q, r, %s))(%s)" % (e(), self.var(), e()),
            lambda: "Point(%s).both" % e(), lambda: "p.move(%s)" % self.n(0, 4), lambda: "p.%s" % self.pick("x", "y", "both", "z"),
            lambda: "(%s := %s)" % (self.var(), e()), lambda: "%s < %s <= %s" % (e(), e(), e()), lambda: "max(%s, %s)" % (self.n(0, 9), self.n(0, 9)),
            lambda: "'abc'[%s:%s]" % (self.n(-2, 2), self.n(0, 4)), lambda: "isinstance(%s, int)" % e(),
        ][self.n(0, 26)]()

    def block(self, depth, place, most=3):
        for _ in range(self.n(1, most)):
            self.statement(depth, place)

    def simple(self, depth, place):
        v = self.var()
        self.add(depth, self.pick(
            "%s = %s" % (v, self.expr()), "%s = %s" % (v, self.expr()), "%s += %s" % (v, self.expr(1)), "out(%s)" % self.expr(), "out(%s, %s)" % (v, self.expr(1)),
            "%s, %s = %s, %s" % (v, self.var(), self.expr(1), self.expr(1)), "%s, *%s = [%s, 1, 2]" % (v, self.var(), self.expr(1)), "%s, %s = p" % (v, self.var()),
            "p.x = %s" % self.expr(1), "del %s" % v, "gb[%d] = %s" % (self.n(0, 3), self.expr(1)), "%s = %s = %s" % (v, self.var(), self.expr(1)),
            "assert %s, 'no'" % self.expr(1), "raise %s(%s)" % (self.pick("ValueError", "KeyError", "TypeError"), self.n(0, 9)),
            "globals()['ga'] = %s" % self.n(0, 9), "%s -= 1" % v, *(["%s = yield %s" % (v, self.expr(1)), "yield from (1, %s)" % v] if place == 2 else []),
            *(["return %s" % self.expr(1)] if place and self.n(0, 2) == 0 else [])))

    def statement(self, depth, place, loop=False):
        self.size += 1
        kind = self.n(0, 17) if self.size < 40 and depth < 6 else 0
        if kind < 7:
            self.simple(depth, place)
        elif kind < 9:
            self.add(depth, "if %s:" % self.expr()), self.block(depth + 1, place)
            if self.n(0, 1):
                self.add(depth, self.pick("else:", "elif %s:" % self.expr(1))), self.block(depth + 1, place, 2)
        elif kind < 11:
            i = "i%d" % depth
            self.add(depth, self.pick("for %s in range(%d):" % (i, self.n(0, 4)), "for %s, %s in enumerate('xy'):" % (i, self.var()), "for %s in list(gb):" % self.var()))
            self.block(depth + 1, place)
            self.leave(depth + 1)
            if self.n(0, 2) == 0:
                self.add(depth, "else:"), self.block(depth + 1, place, 1)
        elif kind == 11:
            self.names += 1
            w = "w%d" % self.names
            self.add(depth, "%s = %d" % (w, self.n(0, 4)))
            self.add(depth, "while %s:" % w), self.add(depth + 1, "%s -= 1" % w)
            self.block(depth + 1, place), self.leave(depth + 1)
        elif kind < 15:
            self.add(depth, "try:"), self.block(depth + 1, place)
            if kind < 14:
                name = self.pick("", " as e")
                self.add(depth, "except %s%s:" % (self.pick(CAUGHT, "ValueError", "TypeError", "(KeyError, NameError)"), name))
                self.add(depth + 1, "out('caught'%s)" % (", type(e).__name__, str(e)" if name else ""))
                if self.n(0, 1):
                    self.block(depth + 1, place, 2)
                if self.n(0, 3) == 0:
                    self.add(depth, "else:"), self.block(depth + 1, place, 1)
            if kind == 14 or self.n(0, 2) == 0:
                self.add(depth, "finally:"), self.block(depth + 1, place, 2)
        elif kind == 15:
            self.add(depth, "with Ctx(%d, %s) as %s%s:" % (self.n(0, 9), self.pick("True", "False"), self.var(), self.pick("", ", Ctx(7)")))
            self.block(depth + 1, place)
        elif kind == 16:
            self.add(depth, "match %s:" % self.expr())
            for _ in range(self.n(1, 3)):
                pattern = self.pick("%d" % self.n(0, 4), "[%s, *_]" % self.var(), "{0: %s}" % self.var(), "Point(x=%s)" % self.var(), "Point(1, y)", "str() | None", "(1 | 2) as %s" % self.var())
                self.add(depth + 1, "case %s%s:" % (pattern, self.pick("", " if " + self.expr(1)))), self.block(depth + 2, place, 1)
        else:
            self.names += 1
            f = "h%d" % self.names
            self.add(depth, "def %s(q, b=%s):" % (f, self.expr(1)))
            if place and self.n(0, 1):
                self.add(depth + 1, "nonlocal a")
            else:
                self.add(depth + 1, "a = q")
            self.add(depth + 1, "c = d = b")
            self.block(depth + 1, 1, 2)
            self.add(depth, "%s = %s(%s)" % (self.var(), f, self.expr(1)))

    def leave(self, depth):
        if self.n(0, 2) == 0:
            self.add(depth, "if %s: %s" % (self.expr(1), self.pick("break", "continue")))

    def text(self):
        for i in range(3):
            self.size = 0
            generator = i == 2
            self.add(0, "def f%d(a=1, b=2, c=None, d='x'):" % i)
            if self.n(0, 2) == 0:
                self.add(1, "global ga"), self.add(1, "ga = %s" % self.n(0, 50))
            self.add(1, "p = Point(a, 3)")
            if generator:
                self.add(1, "yield a")
            self.block(1, 2 if generator else 1, 7)
            self.add(1, "return a, b, c, d")
        self.size = 20
        self.add(0, "a = 1; b = 2; c = [3]; d = 'd'; p = Point()")
        self.add(0, "try:")
        self.block(1, 0, 5)
        self.add(0, "except (Stop, Exception) as e: LOG.append(type(e).__name__ + str(e)[:80])")
        for call in ("f0()", "f0(5, 0, c=[1])", "f1('s')", "f1(2.5, d=None)", "list(f2())", "list(f2(0, [4]))"):
            self.add(0, "try: out(%s)" % call)
            self.add(0, "except (Stop, Exception) as e: LOG.append(type(e).__name__ + str(e)[:80] + str(e.__traceback__.tb_next.tb_lineno))"
                     if "Stop" not in call else "")
        return HEAD + "\n".join(self.lines) + '\nprint("\\n".join(LOG))\n'


def compare(regius, number, folder, keep):
    path = os.path.join(folder, "program%d.py" % number)
    with open(path, "w") as f:
        f.write(Program(number).text())
    try:
        py_compile.compile(path, path + "c", doraise=True)
    except py_compile.PyCompileError:
        return "skipped"
    environment = dict(os.environ, PYTHONHASHSEED="0", PYTHONWARNINGS="ignore", ASAN_OPTIONS="detect_leaks=0")

    def output_of(seconds, *command):
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, env=environment)
        return done.stdout, done.returncode, (done.stderr.strip().splitlines() or [""])[-1]

    try:
        wanted = output_of(20, PYTHON, "-I", path + "c")
    except subprocess.TimeoutExpired:
        return "skipped"
    trouble = None
    subprocess.run([regius, "convert", "-q", "-o", path + ".rgc", path + "c"], env=environment)
    for mode, arguments in (("opt=1", [path + "c"]), ("opt=0", ["-X", "opt=0", path + "c"]), ("rgc", [path + ".rgc"])):
        try:
            got = output_of(120, regius, "-I", *arguments)
        except subprocess.TimeoutExpired:
            trouble = "%s takes too long" % mode
            break
        if got != wanted:
            pairs = zip(wanted[0].split("\n") + ["(end)"], got[0].split("\n") + ["(end)"])
            first = next(("line %d: expected %r got %r" % (i, a, b) for i, (a, b) in enumerate(pairs, 1) if a != b), "status or errors: %r %r" % (wanted[1:], got[1:]))
            trouble = "%s: %s" % (mode, first)
            break
    for name in (path, path + "c", path + ".rgc"):
        if os.path.exists(name) and not (trouble and keep):
            os.remove(name)
    return trouble


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--regius")
    parser.add_argument("--seed", type=int, default=0, help="number of the first program")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=0, help="stop after this long")
    parser.add_argument("--keep", help="folder for the programs that differ")
    parser.add_argument("--show", type=int)
    options = parser.parse_args()
    if options.show is not None:
        print(Program(options.show).text(), end="")
        return 0
    warnings.simplefilter("ignore")
    passed = failed = skipped = 0
    end = time.monotonic() + options.seconds
    with tempfile.TemporaryDirectory() as temporary:
        for number in range(options.seed, options.seed + options.count):
            if options.seconds and time.monotonic() > end:
                break
            trouble = compare(options.regius, number, options.keep or temporary, options.keep)
            if trouble == "skipped":
                skipped += 1
            elif trouble:
                failed += 1
                print("not ok - program %d: %s" % (number, trouble), flush=True)
            else:
                passed += 1
    print("%d passed, %d failed, %d skipped" % (passed, failed, skipped))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
