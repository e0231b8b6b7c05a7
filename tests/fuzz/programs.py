#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Random small programs, run by CPython 3.11 and by Regius with all passes, without passes, from a .rgc file and with globals taken for stable: what they print
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
def only(a, /, b, *, k, j=1): return (a, b, k, j)
def whole(x):
    "An int of bounded size, so that arithmetic at the edges stays small."
    return x if type(x) is int and abs(x) < 1 << 200 else 7
def key(q): return (type(q).__name__, len(repr(q)), repr(q))
class Fn:
    "A function whose repr has no address."
    def __init__(self, f): self.f = f
    def __call__(self): return self.f()
    def __repr__(self): return "Fn"
class Seq:
    def __init__(self, n): self.items = list(range(n))
    def __getitem__(self, i): out("get", i); return self.items[i]
    def __setitem__(self, i, v): out("set", i); self.items[i] = v
    def __len__(self): return len(self.items)
    def __contains__(self, v): out("has"); return v in self.items
    def __iadd__(self, v): out("iadd"); self.items.append(v); return self
    def __eq__(self, other): out("eq"); return isinstance(other, Seq)
    def __lt__(self, other): out("lt"); raise ValueError("lt")
    def __bool__(self): out("bool"); return len(self.items) > 1
    def __repr__(self): return "Seq"
def drive(g, script):
    "What a generator or coroutine does when it is sent to, thrown into and closed; always closed in the end."
    for step in script + "c":
        try:
            if step == "n": out("next", next(g))
            elif step == "s": out("send", g.send(len(LOG) % 5))
            elif step == "t": out("throw", g.throw(ValueError("thrown")))
            elif step == "k": out("kill", g.throw(KeyError))
            else: out("close", g.close())
        except StopIteration as e: out("stop", e.value)
        except StopAsyncIteration: out("stop async")
        except Exception as e: out(type(e).__name__, str(e)[:60], type(e.__context__).__name__)
class Await:
    def __init__(self, n): self.n = n
    def __await__(self):
        for i in range(self.n): out("sent", (yield i))
        return self.n
class AsyncCtx:
    async def __aenter__(self): out("aenter"); return await Await(1)
    async def __aexit__(self, t, v, tb): out("aexit", t and t.__name__); await Await(1); return t is KeyError
async def ticks(n):
    for i in range(n):
        await Await(1)
        try: yield i
        finally: out("tick", i)
ga, gb = 3, [1, 2, 3]
m, n, s = 1, 2, Seq(3)
"""
CAUGHT = "(TypeError, ValueError, ZeroDivisionError, IndexError, KeyError, AttributeError, NameError, UnboundLocalError, RuntimeError)"


class Program:
    def __init__(self, number):
        self.random = random.Random(number)
        self.lines, self.size, self.names, self.loops = [], 0, 0, 0

    def pick(self, *items):
        item = self.random.choice(items)
        return item() if callable(item) else item

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
            lambda: "'abc'[%s:%s]" % (self.n(-2, 2), self.n(0, 4)), lambda: "isinstance(%s, int)" % e(), self.rare, self.rare, self.rare, self.rare,
        ][self.n(0, 30)]()

    def edge(self):
        """Ints where representations end."""
        return "(%s%d %s %d)" % (self.pick("", "-"), 1 << self.pick(15, 30, 31, 32, 46, 47, 48, 52, 53, 62, 63, 64), self.pick("+", "-"), self.n(0, 2))

    def whole(self, d=0):
        v = self.pick("m", "n", "whole(%s)" % self.var(), str(self.n(-9, 9)), self.edge())
        if d > 2:
            return v
        w = lambda: self.whole(d + 1)
        return self.pick(
            lambda: v, lambda: "(%s %s %s)" % (w(), self.pick("+", "-", "*", "//", "%", "&", "|", "^"), w()), lambda: "(%s %s %d)" % (w(), self.pick("<<", ">>"), self.n(0, 66)),
            lambda: "(~%s)" % w(), lambda: "(-%s)" % v, lambda: "divmod(%s, %s)[%d]" % (w(), w(), self.n(0, 1)), lambda: "abs(%s)" % w(), lambda: "int(float(%s))" % v, lambda: "hash(%s)" % v,
            lambda: "(%s if %s %s %s else %s)" % (v, w(), self.pick("<", "<=", ">", ">=", "==", "!="), w(), w()))

    def rare(self):
        e = lambda: self.expr(3)
        v, w = self.var(), self.var()
        return self.pick(
            "[%s for %s in [%s, %s] if %s]" % (v, v, e(), e(), w), "[(%s, y) for %s in range(2) for y in (%s, %s)]" % (v, v, v, e()),
            "[[%s for y in range(x)] for x in (0, 2, %s)]" % (v, self.n(0, 2)), "[(%s := x) for x in (1, 2, %s)]" % (v, w), "[*map(lambda x: x %s, (1, 2))]" % self.pick("", "* 2", "+ " + v),
            "{x: %s for x in (1, 2) if %s}" % (e(), v), "list(x for x in [%s] if (lambda: x)() is %s)" % (v, w), "sorted({%s %% 7 for x in range(%d)})" % (self.whole(2), self.n(0, 3)),
            "sorted([%s, %s, %s], key=key%s)" % (e(), e(), e(), self.pick("", ", reverse=True")), "sorted([3, 1, %s, 2], key=lambda q: -q)" % self.n(-3, 5),
            "sorted([%s, %s])" % (e(), e()), "max([%s, %s], key=key, default=0)" % (e(), e()), "min(%s, %s, key=lambda q: key(q)[1:])" % (e(), e()),
            "f'{%s!r:{%s}}|{%s:>{3}}'" % (v, self.pick("5", "3", w), w), "f'{%s=}'" % v, "f'{%s:%s}'" % (self.var(), self.pick("d", "x", "+,", "08b", "e", ".3f", "s")),
            "'%%s-%%r' %% (%s, %s)" % (v, w), "only(%s, %s=%s, k=%s)" % (e(), self.pick("b", "b", "j", "a"), e(), e()), "only(*%s, **{'k': %s})" % (self.pick("(1, 2)", "gb", "[%s]" % e()), e()),
            "pick(%s, *gb, *[%s], k=%s, **{'y': 1}, **{%s: 2})" % (e(), e(), e(), self.pick("'z'", "'w'", "5")), "s[%d]" % self.n(-4, 4), "(%s in s)" % e(), "(s %s %s)" % (self.pick("<", "==", "!=", "is"), self.pick("s", e())),
            "(s and %s)" % e(), "gb[%s:%s]" % (self.pick("", "1", v), self.pick("", "-1", "2")), "(lambda *q, %s=%s, **r: (q, %s, r))(*gb, z=%s)" % (v, e(), v, e()), "(yes := %s, yes)" % e(),
            "list(zip(gb, %s))" % self.pick("'xyz'", "range(2)", "s", v), "[*%s, *gb]" % self.pick("(1, 2)", v), "{**{'q': %s}, %s: 1}" % (e(), self.pick("'q'", "1")), "any(x %s 2 for x in (1, %s))" % (self.pick("<", "=="), e()),
            self.whole(), self.whole(), "(%s, %s)[%s]" % (e(), e(), self.pick("0", "-1", "True", v)), "type(%s).__name__" % e(), "str(%s)[::-1]" % e(), "getattr(p, %s, %s)" % (self.pick("'x'", "'w'", v), e()))

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
            "globals()['ga'] = %s" % self.n(0, 9), "%s -= 1" % v, *[lambda: self.unusual(v)] * 7, *(["break", "continue", "break", "continue"] if self.loops and self.n(0, 2) == 0 else []), *(["%s = yield %s" % (v, self.expr(1)), "yield from (1, %s)" % v] if place == 2 else []),
            *(["return %s" % self.expr(1)] if place and self.n(0, 2) == 0 else [])))

    def unusual(self, v):
        e = lambda: self.expr(2)
        return self.pick(
            "p.x %s %s" % (self.pick("+=", "-=", "*=", "|="), e()), "gb[%d] %s %s" % (self.n(-3, 3), self.pick("+=", "-=", "*="), self.pick("1", "2", "(%s and 1)" % v)), "s[%d] += %s" % (self.n(-3, 3), e()),
            "m = %s" % self.whole(), "n = %s" % self.whole(), "m %s %s" % (self.pick("+=", "-=", "*=", "^=", "&=", "|=", "//=", "%="), self.whole(1)), "out(%s, %s)" % (self.whole(), self.whole()),
            "m, n = n, whole(m)", "gb[%s] = [%s, %s]" % (self.pick("1:2", ":0", "::2", "-1:"), e(), e()), "del gb[%s]" % self.pick("0", "-1", "1:2", "5:"), "gb[:] = [1, 2, 3]", "gb.append(%s)" % e(), "p.new = %s; out(p.new); del p.new" % e(),
            "del p.%s" % self.pick("x", "y", "z"), "p = Point(%s)" % e(), "(%s, (%s, *%s)), m = (%s, gb), 5" % (v, self.var(), self.var(), e()), "%s = %s[%s]" % (v, v, self.n(0, 1)), "raise Point", "raise ValueError(%s) from KeyError(%s)" % (e(), e()),
            "pick = lambda *q, **r: q" if self.n(0, 20) == 0 else "out(pick(%s))" % e(), "for %s in s: %s = %s" % (v, self.var(), e()), "for %s, *%s in [gb, (1, %s)]: out(%s)" % (v, self.var(), e(), v), "s += %s" % e(),
            "import sys as %s; %s = %s.maxsize" % (v, v, v), "%s: int = %s" % (v, e()), "gb.sort(key=key)", "pass", "out(*[%s, %s])" % (e(), e()), "%s = Fn(lambda: (%s, %s))" % (v, v, self.var()), "out(callable(%s) and %s())" % (v, v))

    def statement(self, depth, place):
        self.size += 1
        kind = self.n(0, 24) if self.size < 40 and depth < 6 else 0
        if kind > 17:
            self.compound(kind, depth, place)
            return
        if kind < 7:
            self.simple(depth, place)
        elif kind < 9:
            self.add(depth, "if %s:" % self.expr()), self.block(depth + 1, place)
            if self.n(0, 1):
                self.add(depth, self.pick("else:", "elif %s:" % self.expr(1))), self.block(depth + 1, place, 2)
        elif kind < 11:
            i = "i%d" % depth
            self.add(depth, self.pick("for %s in range(%d):" % (i, self.n(0, 4)), "for %s, %s in enumerate('xy'):" % (i, self.var()), "for %s in list(gb):" % self.var()))
            self.body(depth + 1, place)
            if self.n(0, 2) == 0:
                self.add(depth, "else:"), self.block(depth + 1, place, 1)
        elif kind == 11:
            self.names += 1
            w = "w%d" % self.names
            self.add(depth, "%s = %d" % (w, self.n(0, 4)))
            self.add(depth, "while %s:" % w), self.add(depth + 1, "%s -= 1" % w)
            self.body(depth + 1, place)
            if self.n(0, 2) == 0:
                self.add(depth, "else:"), self.block(depth + 1, place, 1)
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
            self.inside(depth + 1, 1, 2)
            self.add(depth, "%s = %s(%s)" % (self.var(), f, self.expr(1)))

    def inside(self, depth, place, most):
        """A block of another function or class: the loops around it are not its own."""
        loops, self.loops = self.loops, 0
        self.block(depth, place, most)
        self.loops = loops

    def name(self, prefix):
        self.names += 1
        return "%s%d" % (prefix, self.names)

    def compound(self, kind, depth, place):
        if kind == 18:  # closures over variables that go on changing
            f, g, v = self.name("h"), self.name("h"), self.pick("a", "b", "c")
            own = "nonlocal %s; " % v if place else "global %s; " % v
            self.add(depth, "def %s(q=1):" % f), self.add(depth + 1, own + "%s = %s" % (v, self.pick("q", "(q, %s)" % v)))
            self.add(depth, "%s = lambda k=%s: (%s, k)" % (g, self.expr(2), v))
            self.add(depth, "out(%s(), %s(%s), %s(k=%s))" % (g, f, self.expr(2), g, v))
        elif kind == 19:  # class bodies
            k = self.name("K")
            self.add(depth, "class %s%s:" % (k, self.pick("", "(Point)", "(Point, metaclass=type)")))
            self.add(depth + 1, "p = Point(); a = b = c = d = %s" % self.expr(2))
            self.inside(depth + 1, 0, 3)
            self.add(depth + 1, "def get(self, q=%s): return (q, __class__.__name__, a, %s)" % (self.expr(2), self.pick("self.x", "super().__sizeof__() > 0", "p", "b")))
            self.add(depth + 1, "e = [x for x in (1, 2)]; j = [%s for x in (a,)]" % self.pick("x", "b", "x is ga"))
            self.add(depth, "out(sorted(k for k in vars(%s) if k[0] != '_'), %s.e)" % (k, k)), self.add(depth, "out(%s().get())" % k)
        elif kind == 20:  # exceptions in exceptions
            self.add(depth, "try:"), self.add(depth + 1, "try:"), self.block(depth + 2, place, 2), self.add(depth + 2, "raise %s" % self.pick("ValueError(1)", "KeyError", "Point", "OSError(2, 'x')"))
            self.add(depth + 1, "except %s as e:" % self.pick("ValueError", CAUGHT, "(KeyError, OSError)")), self.block(depth + 2, place, 2)
            self.add(depth + 2, self.pick("raise", "raise e", "raise TypeError(5) from e", "raise KeyError", "raise IndexError from None", "out(e)"))
            self.add(depth + 1, "finally:"), self.block(depth + 2, place, 2)
            self.add(depth, "except Exception as e: out(type(e).__name__, type(e.__cause__).__name__, type(e.__context__).__name__, e.__suppress_context__)")
        elif kind == 21:  # groups
            members = [self.pick("ValueError(1)", "KeyError(2)", "TypeError(3)", "ExceptionGroup('in', [OSError(4), KeyError(5)])") for _ in range(self.n(1, 3))]
            self.add(depth, "try:"), self.add(depth + 1, "raise %s" % self.pick("ExceptionGroup('g', [%s])" % ", ".join(members), "ExceptionGroup('g', [%s])" % ", ".join(members), members[0]))
            for kind in self.random.sample(["ValueError", "KeyError", "(TypeError, OSError)", "Exception"], self.n(1, 3)):
                self.add(depth, "except* %s as e:" % kind), self.add(depth + 1, self.pick("out(e)", "out(repr(e))", "raise", "raise IndexError(9)", "a = e.exceptions", self.unusual("b")))
            if self.n(0, 2) == 0:
                self.add(depth, "finally:"), self.block(depth + 1, place, 1)
        elif kind == 22:  # generators that are driven from outside
            g = self.name("g")
            self.add(depth, "def %s(a=%s, b=2):" % (g, self.expr(2))), self.add(depth + 1, "c = d = None; p = Point()")
            self.add(depth + 1, "try:"), self.inside(depth + 2, 2, 3), self.add(depth + 2, "a = yield %s" % self.expr(2)), self.inside(depth + 2, 2, 2)
            self.add(depth + 1, self.pick("except ValueError:", "except GeneratorExit:", "finally:", "except %s:" % CAUGHT)), self.add(depth + 2, self.pick("out('left', a)", "raise", "b = yield 'again'", "return 5", "raise KeyError(1)"))
            self.add(depth + 1, self.pick("yield b", "return a", "yield from gb", "yield from [a]", "yield from iter(s)"))
            self.add(depth, "drive(%s(), '%s')" % (g, "".join(self.pick("n", "s", "t", "k", "n", "c") for _ in range(self.n(1, 6)))))
        elif kind == 23:  # coroutines
            f = self.name("co")
            self.add(depth, "async def %s(a=%s, b=2):" % (f, self.expr(2))), self.add(depth + 1, "c = d = None; p = Point()")
            header = self.pick("async with AsyncCtx() as c:", "async for c in ticks(%d):" % self.n(0, 3), "try:")
            self.add(depth + 1, header)
            self.add(depth + 2, "d = await Await(%d)" % self.n(0, 2)), self.inside(depth + 2, 1, 2), self.add(depth + 2, "await Await(1)")
            if header == "try:":
                self.add(depth + 1, self.pick("finally:", "except ValueError:")), self.add(depth + 2, "out('end', d)")
            self.add(depth + 1, "return [x async for x in ticks(%d) if await Await(%d) == x], a" % (self.n(0, 3), self.n(0, 1)))
            self.add(depth, "drive(%s(), '%s')" % (f, "".join(self.pick("s", "s", "s", "t", "k") for _ in range(self.n(0, 8)))))
        else:  # several managers, and leaving them
            self.add(depth, "with Ctx(1) as %s, Ctx(2, %s), Ctx(3):" % (self.var(), self.pick("True", "False"))), self.block(depth + 1, place, 2)
            if place and self.n(0, 2) == 0:
                self.add(depth + 1, "return %s" % self.expr(1))

    def body(self, depth, place):
        self.loops += 1
        self.block(depth, place)
        self.leave(depth)
        self.loops -= 1

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
            # CPython's line of an UnboundLocalError depends on how often the function ran (tests/known/unbound_line.py).
            self.add(0, "except (Stop, Exception) as e: LOG.append(type(e).__name__ + str(e)[:80] +"
                        " str(type(e) is UnboundLocalError or e.__traceback__.tb_next.tb_lineno))"
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
    subprocess.run([regius, "convert", "-q", "--assume=stable-globals", "-o", path + "s.rgc", path + "c"], env=environment)
    for mode, arguments in (("opt=1", [path + "c"]), ("opt=0", ["-X", "opt=0", path + "c"]), ("rgc", [path + ".rgc"]), ("stable", [path + "s.rgc"])):
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
    for name in (path, path + "c", path + ".rgc", path + "s.rgc"):
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
