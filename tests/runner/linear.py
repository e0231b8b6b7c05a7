#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Conversion is linear: the machine instructions that `regius convert` executes, at n and at 2n.

    linear.py --regius build/regius [CASE...]

Every case is a program that only has much of one thing; CPython compiles it (two cases are bytecode made by hand, as its
compiler nests no more than 20 loops or trys).  Instructions are counted by valgrind, so the load of the machine does not
matter; what an empty module costs is subtracted.  A case fails when twice as much costs more than LIMIT times the
instructions.  Prints TAP; without valgrind everything is skipped.
"""
import argparse
import importlib.util
import marshal
import os
import re
import shutil
import subprocess
import sys
import tempfile

LIMIT = 2.3


def dict_display(n):
    return "def f(x):\n    return {" + ", ".join(f"{i}: x" for i in range(n)) + "}\n"


def constant_display(n):
    return "d = {" + ", ".join(f"'k{i}': {i}" for i in range(n)) + "}\n"


def list_display(n):
    return "def f(x):\n    return [" + ", ".join(f"x + {i}" for i in range(n)) + "]\n"


def ifs(n):
    return "def f(x, y, z):\n" + "".join(f"    if x > {i}:\n        y += x\n    else:\n        z = y\n" for i in range(n)) + "    return y, z\n"


def elifs(n):
    return "def f(x):\n    if x == 0: pass\n" + "".join(f"    elif x == {i}: y = {i}\n" for i in range(n)) + "    return x\n"


def match(n):
    return "def f(x):\n    match x:\n" + "".join(f"        case [{i}, y]: return y\n" for i in range(n)) + "    return x\n"


def loops_in_turn(n):
    return "def f(xs, t):\n" + "".join("    for x in xs:\n        t += len(x) + x.a\n" for i in range(n)) + "    return t\n"


def trys_in_turn(n):
    return "def f(g):\n" + "".join(f"    try:\n        a = g({i})\n    except KeyError:\n        a = {i}\n" for i in range(n)) + "    return a\n"


def names(n):
    return "def f():\n    for i in (1, 2):\n        pass\n" + "".join(f"        name{i}(name{i // 2}.attribute)\n" for i in range(n))


def statements(n):
    return "def f(a, b):\n" + "".join(f"    a = b.x + a * {i}\n    b = g(a)\n" for i in range(n)) + "    return a\n"


def functions(n):
    return "".join(f"def f{i}(x):\n    return len(x) + {i}\n" for i in range(n))


def conditions(n):
    return "def f(x, y):\n" + "".join(f"    y = x and y or (x if y else {i})\n" for i in range(n)) + "    return y\n"


def op(name, arg=0, caches=0):
    import opcode
    arg_bytes = []
    for shift in (24, 16, 8):
        if arg >> shift:
            arg_bytes += [opcode.opmap["EXTENDED_ARG"], arg >> shift & 255]
    return bytes(arg_bytes + [opcode.opmap[name], arg & 255] + [0, 0] * caches)




def nested_loops(n):
    """while x: while x: ... around one attribute store, n deep."""
    code = op("LOAD_FAST") + op("LOAD_FAST") + op("STORE_ATTR", 0, 4)
    for _ in range(n):
        size = len(op("POP_JUMP_BACKWARD_IF_TRUE", (len(code) + 6) // 2))
        code += op("LOAD_FAST") + op("POP_JUMP_BACKWARD_IF_TRUE", (len(code) + 2 + size) // 2)
    def f(x):
        x.a = x
    return f.__code__.replace(co_code=op("RESUME") + code + op("LOAD_CONST") + op("RETURN_VALUE"), co_exceptiontable=b"", co_linetable=b"")


def varint(value, first):
    parts = [value & 63]
    while value := value >> 6:
        parts.append(value & 63 | 64)
    parts.reverse()
    parts[0] |= first
    return bytes(parts)


def nested_trys(n):
    """try: try: ... x.a = x ... except: x.a = x, n deep: every handler stands in the try around it."""
    core = op("LOAD_FAST") + op("LOAD_FAST") + op("STORE_ATTR", 0, 4)
    handler = op("PUSH_EXC_INFO") + op("POP_TOP") + core + op("POP_EXCEPT")
    code, ends = core, []
    for _ in range(n):
        ends.append(len(code))
        code += op("JUMP_FORWARD", len(handler) // 2) + handler
    start = len(op("RESUME")) // 2
    rows, at = [], 0
    for end in ends:  # what the k-th try alone covers: from the end of the one inside it
        rows.append((start + at // 2, (end - at) // 2, start + end // 2 + 1))
        at = end
    table = b"".join(varint(a, 128) + varint(length, 0) + varint(target, 0) + varint(0, 0) for a, length, target in rows)
    def f(x):
        x.a = x
    return f.__code__.replace(co_code=op("RESUME") + code + op("LOAD_CONST") + op("RETURN_VALUE"), co_exceptiontable=table, co_linetable=b"", co_stacksize=10)


CASES = {
    "dict display": (dict_display, 50000), "dict display of constants": (constant_display, 50000),
    "list display": (list_display, 20000), "sequential ifs": (ifs, 5000), "elifs": (elifs, 400),
    "match": (match, 1000), "loops in turn": (loops_in_turn, 1000), "trys in turn": (trys_in_turn, 2000),
    "names in a loop": (names, 3000), "statements": (statements, 10000), "functions": (functions, 2000),
    "conditional values": (conditions, 3000), "nested loops": (nested_loops, 32), "nested trys": (nested_trys, 32),
    "deeply nested loops": (nested_loops, 500),
}


def instructions(regius, source, folder):
    code = source if not isinstance(source, str) else compile(source, "linear.py", "exec")
    if code.co_name != "<module>":
        outer = compile("def f(x): pass", "linear.py", "exec")
        code = outer.replace(co_consts=tuple(code if hasattr(c, "co_code") else c for c in outer.co_consts))
    pyc = os.path.join(folder, "linear.pyc")
    with open(pyc, "wb") as f:
        f.write(importlib.util.MAGIC_NUMBER + bytes(12) + marshal.dumps(code))
    run = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", regius, "convert", "-o",
                          os.path.join(folder, "linear.rgc"), pyc], capture_output=True, text=True, timeout=600)
    if run.returncode: raise SystemExit(run.stderr)
    return int(re.search(r"Collected : (\d+)", run.stderr)[1])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--regius", required=True)
    parser.add_argument("cases", nargs="*")
    args = parser.parse_args()
    chosen = args.cases or list(CASES)
    if not shutil.which("valgrind"):
        print("1..0 # skipped: no valgrind")
        return 0
    print(f"1..{len(chosen)}")
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        empty = instructions(args.regius, "", folder)
        for number, name in enumerate(chosen, 1):
            make, n = CASES[name]
            one, two = (instructions(args.regius, make(k), folder) - empty for k in (n, 2 * n))
            bad = two > LIMIT * one
            failed += bad
            print(f"{'not ok' if bad else 'ok'} {number} - {name}: {n}: {one:,} instructions; {2 * n}: {two:,}, {two / one:.2f} times", flush=True)
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
