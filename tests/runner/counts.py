#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Exact counts: `regius count --run` against CPython 3.11's own opcode trace, instruction by instruction.

    counts.py --regius build/regius [-j N] [--noopt] [PATH...]

Every .py under the given paths (default: bench/programs and tests/diff) is compiled by CPython and run by both; every stack
instruction of every function must have been executed equally often.  A script with the line `# counts: no REASON` among its
first ones is left out: it does what only happens once on one of the two (collection of cycles, tracing, ...).  Prints a TAP
line per script and `N passed, N failed, N skipped`.
"""
import argparse
import concurrent.futures
import json
import os
import py_compile
import re
import shlex
import subprocess
import sys
import tempfile
import warnings

warnings.simplefilter("ignore", SyntaxWarning)  # some scripts are about what they warn of

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
PYTHON = os.environ.get("PYTHON", "/usr/bin/python3")
TIMEOUT = int(os.environ.get("REGIUS_TEST_TIMEOUT", "120"))


def directives(path):
    found = {}
    with open(path, encoding="utf-8", errors="replace") as f:
        for _, line in zip(range(8), f):
            m = re.match(r"#\s*(args|stdin|counts)\s*:\s*(.*)", line)
            if m:
                found[m.group(1)] = m.group(2).strip()
    return found


def find(paths):
    for path in paths:
        if os.path.isfile(path):
            yield path
        for folder, dirs, files in os.walk(path):
            dirs.sort()
            for name in sorted(files):
                if name.endswith(".py"):
                    yield os.path.join(folder, name)


def run(command, stdin, cwd):
    env = dict(os.environ, PYTHONHASHSEED="0", PYTHONDONTWRITEBYTECODE="1")
    return subprocess.run(command, input=stdin.encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=cwd, env=env,
                          timeout=TIMEOUT)


def compare(theirs, ours):
    """Differences as text lines; names of code objects tell which function they are in."""
    lines = []
    names = {(f["name"], f["line"]): [] for f in ours["functions"]}
    for f, rows in zip(ours["functions"], ours["instructions"]):
        names[f["name"], f["line"]].append(rows)
    for name, line, counts in theirs:
        if not names.get((name, line)):
            lines.append("%s, line %s: unknown to regius" % (name, line))
            continue
        rows = names[name, line].pop(0)
        started = max((offset + 2 for offset, op, n in rows if op == "RETURN_GENERATOR"), default=0)
        for offset, op, n in rows:
            want = counts.get(str(offset), 0)
            # A generator that was made but never resumed: CPython sends no event for what it did.
            if offset < started and want <= n:
                continue
            if n != want:
                lines.append("%s, line %s, offset %d %s: %d, CPython %d" % (name, line, offset, op, n, want))
    return lines


def check(args, lib, path):
    path = os.path.abspath(path)
    told = directives(path)
    if "counts" in told:
        return "skip", [told["counts"]]
    arguments, stdin = shlex.split(told.get("args", "")), told.get("stdin", "").encode().decode("unicode_escape")
    with tempfile.TemporaryDirectory() as folder:
        pyc, a, b = (os.path.join(folder, n) for n in ("program.pyc", "a.json", "b.json"))
        try:
            py_compile.compile(path, pyc, doraise=True)
            cwd = os.path.join(folder, "a")
            os.mkdir(cwd)
            cpython = run([PYTHON, "-I", "-S", "-X", "utf8", os.path.join(HERE, "opcount.py"), lib, pyc, a] + arguments,
                          stdin, cwd)
            cwd = os.path.join(folder, "b")
            os.mkdir(cwd)
            regius = run([args.regius, "count", "--run", "--by=instruction", "--format=json", "--output", b]
                         + (["-O", "0"] if args.noopt else []) + [pyc] + arguments, stdin, cwd)
        except subprocess.TimeoutExpired:
            return "fail", ["took too long"]
        except py_compile.PyCompileError as e:
            return "fail", [str(e)]
        if not os.path.exists(a) or not os.path.exists(b):
            return "fail", ["no counts", cpython.stderr.decode()[-500:], regius.stderr.decode()[-500:]]
        with open(a) as fa, open(b) as fb:
            lines = compare(json.load(fa), json.load(fb))
    return ("fail", lines) if lines else ("pass", [])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--regius", required=True)
    parser.add_argument("--noopt", action="store_true")
    parser.add_argument("-j", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("paths", nargs="*")
    args = parser.parse_args()
    args.regius = os.path.abspath(args.regius)
    paths = list(find(args.paths or [os.path.join(ROOT, "bench/programs"), os.path.join(ROOT, "tests/diff")]))
    totals = {"pass": 0, "fail": 0, "skip": 0}
    with tempfile.TemporaryDirectory() as folder:
        lib = os.path.join(folder, "optrace.so")
        subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", lib, os.path.join(HERE, "optrace.c")], check=True)
        with concurrent.futures.ThreadPoolExecutor(args.j) as pool:
            results = pool.map(lambda path: (path, check(args, lib, path)), paths)
            for number, (path, (result, lines)) in enumerate(results, 1):
                totals[result] += 1
                name = os.path.relpath(path, ROOT)
                print("%sok %d - counts %s%s" % ("not " if result == "fail" else "", number, name,
                                                 " # SKIP " + lines[0] if result == "skip" else ""))
                for line in lines[:12] if result == "fail" else []:
                    print("#   " + line)
                sys.stdout.flush()
    print("1..%d" % sum(totals.values()))
    print("%d passed, %d failed, %d skipped" % (totals["pass"], totals["fail"], totals["skip"]))
    return 1 if totals["fail"] else 0


sys.exit(main())
