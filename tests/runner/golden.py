#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Golden dumps: what `regius dis` prints for each tests/golden/STAGE/NAME.py must be NAME.expect.

The first line of each script says how it is dumped: `# dis: --stage=ir --pass fold --function f`; with `;` between them, several
dumps follow each other. Of a long dump the middle is left out, but for its digest. UPDATE=1 in the environment rewrites the expectations. Prints TAP.
"""
import glob
import hashlib
import os
import py_compile
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))


LONGEST, KEPT = 300, 40  # lines


def shorten(text):
    lines = text.splitlines(keepends=True)
    if len(lines) <= LONGEST:
        return text
    middle = lines[KEPT:-KEPT]
    digest = hashlib.sha256("".join(middle).encode()).hexdigest()[:16]
    return "".join(lines[:KEPT] + [f"[{len(middle)} lines, SHA-256 {digest}]\n"] + lines[-KEPT:])


def dump(regius, path, folder):
    with open(path, encoding="utf-8") as f:
        m = re.match(r"# dis: (.*)", f.readline())
    pyc = os.path.join(folder, os.path.basename(path) + "c")
    py_compile.compile(path, pyc, dfile=os.path.basename(path), doraise=True)
    text = ""
    for options in m.group(1).split(";"):
        run = subprocess.run([regius, "dis", *options.split(), pyc], capture_output=True, text=True, timeout=60)
        text += shorten(run.stdout + run.stderr)
    return text


def main():
    regius = sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, "regius")
    scripts = sorted(glob.glob(os.path.join(ROOT, "tests", "golden", "*", "*.py")))
    failed = 0
    print(f"1..{len(scripts)}")
    with tempfile.TemporaryDirectory() as folder:
        for n, path in enumerate(scripts, 1):
            name = os.path.relpath(path, ROOT)
            expect = path[:-3] + ".expect"
            got = dump(regius, path, folder)
            if os.environ.get("UPDATE") == "1":
                with open(expect, "w", encoding="utf-8") as f:
                    f.write(got)
            try:
                with open(expect, encoding="utf-8") as f:
                    want = f.read()
            except FileNotFoundError:
                want = ""
            if got == want:
                print(f"ok {n} - {name}")
                continue
            failed += 1
            print(f"not ok {n} - {name}")
            for line in got.splitlines():
                print("#  " + line)
    print(f"{len(scripts) - failed} passed, {failed} failed, 0 skipped")
    return failed != 0


sys.exit(main())
