#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Rebuilds the fixtures tests/data/pyc/3.N/NAME.pyc and NAME.out: programs of tests/data/versions and some of tests/diff,
compiled by each CPython, with what that CPython prints when it runs them.

Usage: build_pyc.py [3.N=PYTHON ...]   PYTHON: an interpreter, or for 3.14 the folder of the npm package `pyodide`
Without arguments: python3.N on PATH and in ~/.pyenv/versions. A program says `# from: 3.N` or `# until: 3.N` when it is not for all of them.
Timestamps are fixed, so that the same CPython writes the same bytes; 3.7 and later alternate between headers with a
time and with a hash (PEP 552), and about every third program is compiled without assertions and docstrings (-OO): its
name says which. A program that says `# mode: single` is one statement, compiled as at the prompt.
"""
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.dirname(HERE)
OUT = os.path.join(HERE, "pyc")
MINORS = (6, 7, 8, 9, 10, 11, 12, 13, 14)
FROM_DIFF = """
algo/brainfuck.py algo/graph_search.py arith/mixed.py arith/round_abs.py class/dunder_ops.py class/metaclass.py
class/reflected_priority.py control/finally_return.py control/if_elif.py control/while_else.py
control/try_in_loop.py control/nested_break.py dict/keys_types.py dict/missing_subclass.py
exc/nested_flow.py flow/deep_nesting.py flow/yield_in_try_with.py
flow/exec_rebinds_global.py flow/huge_dict_display.py flow/operator_side_effects.py flow/compare_mixed_jump.py
flow/getitem_side_effects.py flow/loop_with_try_state.py fn/recursion_mutual_closure.py
fn/closure_counter_classes.py fn/builtin_partial_methods.py fn/decorator_class.py
func/closures.py func/rebind_in_loop.py gen/yield_from.py gen/send_throw_close.py
gen/genexpr_scope.py list/sort.py list/comprehensions.py scope/shape_changes.py scope/method_in_loop.py
"""

# Runs inside each CPython: argv[1] folder of sources, argv[2] folder of results.
COMPILE = r"""
import builtins, os, py_compile, sys, zlib
source, target = sys.argv[1:3]
for name in sorted(os.listdir(source)):
    path = os.path.join(source, name)
    n = zlib.crc32(name.encode())
    modes = {}
    if sys.version_info >= (3, 7):
        kinds = py_compile.PycInvalidationMode
        modes["invalidation_mode"] = kinds.TIMESTAMP if n % 2 else kinds.UNCHECKED_HASH
    original = compile
    with open(path, "rb") as file:
        if b"# mode: single" in file.read():
            builtins.compile = lambda text, name, mode, *rest, **how: original(text, name, "single", *rest, **how)
    py_compile.compile(path, os.path.join(target, name + "c"), dfile=name, doraise=True, optimize=2 if n % 3 == 2 else 0, **modes)
    builtins.compile = original
"""
# The same with the output, for an interpreter that cannot be started anew: runs in pyodide.
RUN_ALL = r"""
import io, marshal, os, sys, types
for name in sorted(os.listdir(target)):
    if not name.endswith(".pyc"): continue
    with open(os.path.join(target, name), "rb") as file:
        code = marshal.loads(file.read()[16:])
    module = types.ModuleType("__main__")
    module.__file__ = name
    saved = sys.stdout, sys.modules["__main__"]
    sys.stdout, sys.modules["__main__"] = io.StringIO(), module
    try:
        exec(code, vars(module))
    finally:
        text = sys.stdout.getvalue()
        sys.stdout, sys.modules["__main__"] = saved
    with open(os.path.join(target, name[:-4] + ".out"), "w") as file:
        file.write(text)
"""
PYODIDE = r"""
import { pathToFileURL } from "url";
import fs from "fs";
const [, , folder, script, ...rest] = process.argv;
const { loadPyodide } = await import(pathToFileURL(folder + "/pyodide.mjs"));
const python = await loadPyodide({ indexURL: folder + "/" });
python.FS.mkdirTree("/host");
python.FS.mount(python.FS.filesystems.NODEFS, { root: "/" }, "/host");
python.globals.set("ARGS", python.toPy(["-", ...rest.map((name) => "/host" + name)]));
python.runPython("import sys; sys.argv[:] = ARGS; import warnings; warnings.simplefilter('ignore')");
python.runPython(fs.readFileSync(script, "utf8"));
"""


def sources():
    found = sorted(glob.glob(os.path.join(HERE, "versions", "*.py")))
    return found + [os.path.join(TESTS, "diff", name) for name in FROM_DIFF.split()]


def minors(path):
    """Versions that a program is for."""
    with open(path) as file:
        bounds = dict(re.findall(r"^# (from|until): 3\.(\d+)$", file.read(), re.M))
    return range(int(bounds.get("from", MINORS[0])), int(bounds.get("until", MINORS[-1])) + 1)


def find(minor):
    for pattern in ("~/.pyenv/versions/3.%d.*/bin/python3" % minor,):
        for path in sorted(glob.glob(os.path.expanduser(pattern))):
            return path
    package = os.path.join("node_modules", "pyodide")
    if minor == 14 and os.path.isdir(package):
        return package
    return shutil.which("python3.%d" % minor)


def run_pyodide(package, tmp, arguments, script):
    """Runs a script in pyodide, which sees the host's files under /host."""
    driver, path = os.path.join(tmp, "run.mjs"), os.path.join(tmp, "run.py")
    for name, text in ((driver, PYODIDE), (path, script)):
        with open(name, "w") as file:
            file.write(text)
    subprocess.run(["node", driver, os.path.abspath(package), path] + [os.path.abspath(a) for a in arguments], check=True)


def build(minor, python):
    target = os.path.join(OUT, "3.%d" % minor)
    shutil.rmtree(target, ignore_errors=True)
    os.makedirs(target)
    with tempfile.TemporaryDirectory(prefix="regius-pyc-") as tmp:
        source = os.path.join(tmp, "src")
        os.mkdir(source)
        for path in sources():
            if minor in minors(path):
                copy = os.path.join(source, os.path.basename(path))
                shutil.copy(path, copy)
                os.utime(copy, (1, 1))
        if os.path.isdir(python):
            run_pyodide(python, tmp, [source, target], COMPILE + RUN_ALL)
            return
        subprocess.run([python, "-W", "ignore", "-c", COMPILE, source, target], check=True)
    env = dict(os.environ, PYTHONHASHSEED="0")
    for name in sorted(os.listdir(target)):
        run = subprocess.run([python, name], cwd=target, env=env, stdout=subprocess.PIPE, check=True)
        with open(os.path.join(target, name[:-4] + ".out"), "wb") as file:
            file.write(run.stdout)


def main():
    given = dict(argument.split("=", 1) for argument in sys.argv[1:])
    for minor in MINORS:
        python = given.get("3.%d" % minor, None if given else find(minor))
        if python:
            build(minor, python)
            print("3.%d: %d programs" % (minor, len(glob.glob(os.path.join(OUT, "3.%d" % minor, "*.pyc")))))
        else:
            print("3.%d: left as it is" % minor)


if __name__ == "__main__":
    main()
