#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the committed .pyc files of every CPython version (tests/data/pyc) and compares their output with what that CPython
itself wrote; with passes, without, from a verified .rgc, and (--mode stress) with a collection every few allocations."""
import argparse
import glob
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(os.path.dirname(HERE), "data", "pyc")
MODES = {"opt": [], "noopt": ["-X", "opt=0"], "rgc": [], "stress": ["-X", "gc-stress=STEP"]}


def run(command, cwd):
    env = dict(os.environ, PYTHONHASHSEED="0")
    try:
        return subprocess.run(command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=300)
    except subprocess.TimeoutExpired:
        return None


def stress_step(path):
    """Programs that import much of the library collect less often, so that each takes seconds."""
    heavy = ("annotations", "type_", "future_", "coroutines", "templates")
    return "211" if os.path.basename(path).startswith(heavy) or "lazy" in path else "7"


def check(regius, mode, path, tmp):
    """None, or what went wrong."""
    with open(path[:-4] + ".out", "rb") as file:
        want = file.read()
    if mode == "rgc":
        image = os.path.join(tmp, os.path.basename(path)[:-4] + ".rgc")
        for command in ([regius, "convert", "-o", image, path], [regius, "verify", image]):
            done = run(command, tmp)
            if done is None or done.returncode != 0:
                return "%s: %s" % (command[1], done and done.stderr.decode(errors="replace").strip())
        path = image
    options = [o.replace("STEP", stress_step(path)) for o in MODES[mode]]
    done = run([regius] + options + [path], tmp)
    if done is None:
        return "takes too long"
    if done.returncode != 0 or done.stdout != want:
        return "exit status %d, %s" % (done.returncode, done.stderr.decode(errors="replace").strip()[-300:] or "output differs")
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--regius", required=True)
    parser.add_argument("--mode", action="append", choices=sorted(MODES), help="default: opt, noopt and rgc")
    parser.add_argument("versions", nargs="*", help="3.N; default: all")
    options = parser.parse_args()
    regius = os.path.abspath(options.regius)
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="regius-versions-") as tmp:
        for path in sorted(glob.glob(os.path.join(DATA, "*", "*.pyc"))):
            version, name = path.split(os.sep)[-2:]
            if options.versions and version not in options.versions:
                continue
            for mode in options.mode or ("opt", "noopt", "rgc"):
                wrong = check(regius, mode, path, tmp)
                passed += wrong is None
                failed += wrong is not None
                if wrong:
                    print("not ok %s %s %s: %s" % (version, name, mode, wrong), flush=True)
    print("%d passed, %d failed, 0 skipped" % (passed, failed))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
