#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compiles the whole standard library of every CPython that is found with that CPython, converts and verifies it, with
passes and without, reads and writes it again, and prints a table: version, files, functions, stack instructions, register instructions, failures.

Usage: libraries.py --regius REGIUS [--folder DIR] [--markdown] [3.N=PYTHON ...]
PYTHON is an interpreter, or for 3.14 the folder of the npm package `pyodide`; without any, python3.N on PATH and in
~/.pyenv/versions, and a folder `node_modules/pyodide` in the current one, are used. Versions that are not found are named and left out.
Besides the plain files, every fourth source is compiled with -O, every fourth with -OO and, since 3.7, every fourth
with a hash in the header. With --folder the compiled trees stay there (DIR/3.N) and are used again when they exist.
"""
import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "data"))
import build_pyc  # noqa: E402

# Runs inside each CPython: argv[1] its library, argv[2] the folder of the results, one subfolder for each kind of file.
COMPILE = r"""
import os, py_compile, sys, warnings
warnings.simplefilter("ignore")
source, target = sys.argv[1:3]
kinds = [("plain", 0, None), ("O", 1, None), ("OO", 2, None)]
if sys.version_info >= (3, 7):
    kinds.append(("hash", 0, py_compile.PycInvalidationMode.UNCHECKED_HASH))
number = 0
for folder, names, files in os.walk(source):
    names[:] = sorted(n for n in names if n not in ("__pycache__", "site-packages", "dist-packages"))
    for name in sorted(files):
        if not name.endswith(".py"):
            continue
        number += 1
        path = os.path.join(folder, name)
        part = os.path.relpath(path, source)
        for k, (kind, optimize, mode) in enumerate(kinds):
            if k and k != number % 4:
                continue
            how = {} if mode is None else {"invalidation_mode": mode}
            try:
                py_compile.compile(path, os.path.join(target, kind, part + "c"), dfile=part, doraise=True, optimize=optimize, **how)
            except (py_compile.PyCompileError, UnicodeDecodeError, RecursionError):
                pass  # sources that are meant to be wrong
"""
LIBRARY = "import os; print(os.path.dirname(os.__file__))"
KINDS = ("plain", "O", "OO", "hash")


def compile_library(python, tree):
    if os.path.isdir(python):
        with tempfile.TemporaryDirectory(prefix="regius-lib-") as tmp:
            source = os.path.join(tmp, "lib")
            shutil.unpack_archive(os.path.join(python, "python_stdlib.zip"), source)
            build_pyc.run_pyodide(python, tmp, [source, tree], COMPILE)
        return
    source = subprocess.run([python, "-c", LIBRARY], stdout=subprocess.PIPE, check=True).stdout.decode().strip()
    subprocess.run([python, "-B", "-c", COMPILE, source, tree], check=True)


def convert(regius, tree, out, passes):
    """(numbers of the summary, failures); prints what fails."""
    done = subprocess.run([regius, "convert", "--no-progress", "-O", passes, "-o", out, tree],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    text = done.stdout.decode(errors="replace")
    wrong = [line for line in text.splitlines() if "error:" in line]
    numbers = re.search(r"^(\d+) files, (\d+) functions, (\d+) stack instructions, (\d+) register", text, re.M)
    if numbers is None or (done.returncode and not wrong):
        wrong.append("convert ends with %d: %s" % (done.returncode, text[-300:]))
    done = subprocess.run([regius, "verify", out], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        text = done.stdout.decode(errors="replace")
        wrong += [line for line in text.splitlines() if "error:" in line] or ["verify: " + text[-300:]]
    for line in wrong:
        print("not ok " + line, flush=True)
    return [int(n) for n in numbers.groups()] if numbers else [0, 0, 0, 0], len(wrong)


def roundtrip(regius, tree):
    """Failures of reading the files and writing them again."""
    done = subprocess.run([regius, "convert", "--no-progress", "--check-roundtrip", tree],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    text = done.stdout.decode(errors="replace")
    wrong = [line for line in text.splitlines() if "error:" in line]
    if done.returncode and not wrong:
        wrong = ["convert --check-roundtrip ends with %d: %s" % (done.returncode, text[-300:])]
    for line in wrong:
        print("not ok " + line, flush=True)
    return len(wrong)


def check_version(regius, tree, folder):
    """Row of the table: of every kind of file together."""
    row = [0] * 5
    for kind in KINDS:
        part = os.path.join(tree, kind)
        if not os.path.isdir(part):
            continue
        for passes in ("0", "1"):
            out = os.path.join(folder, "out")
            numbers, failures = convert(regius, part, out, passes)
            shutil.rmtree(out, ignore_errors=True)
            row[4] += failures
        row[:4] = [a + b for a, b in zip(row, numbers)]
        row[4] += roundtrip(regius, part)
    return row


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--regius", required=True)
    parser.add_argument("--folder")
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("pythons", nargs="*", help="3.N=PYTHON, or 3.N")
    options = parser.parse_args()
    regius = os.path.abspath(options.regius)
    wanted = dict((item + "=").split("=")[:2] for item in options.pythons)
    passed = failed = missing = 0
    rows = []
    with tempfile.TemporaryDirectory(prefix="regius-libraries-") as tmp:
        for minor in build_pyc.MINORS:
            name = "3.%d" % minor
            if wanted and name not in wanted:
                continue
            tree = os.path.join(os.path.abspath(options.folder or tmp), name)
            if not os.path.isdir(tree):
                python = wanted.get(name) or build_pyc.find(minor)
                if not python:
                    print("CPython %s is not installed: left out" % name, flush=True)
                    missing += 1
                    continue
                compile_library(python, tree)
            row = check_version(regius, tree, tmp)
            rows.append((name, row))
            print("%-5s %6d files %7d functions %9d stack instructions %9d register instructions %3d failures" %
                  tuple([name] + row), flush=True)
            passed += row[0]
            failed += row[4]
    if options.markdown:
        print("| Version | Files | Functions | Stack instructions | Register instructions | Failures |")
        print("|:--|--:|--:|--:|--:|--:|")
        for name, row in rows:
            print("| %s | %s |" % (name, " | ".join(format(n, ",") for n in row)))
    print("%d passed, %d failed, %d skipped" % (passed, failed, missing))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
