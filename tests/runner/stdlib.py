#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Converts and verifies every module of CPython 3.11's standard library; no function may fail."""
import argparse
import compileall
import os
import shutil
import subprocess
import sys
import tempfile


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--regius", required=True)
    options = parser.parse_args()
    source = os.path.dirname(os.__file__)
    with tempfile.TemporaryDirectory(prefix="regius-stdlib-") as tmp:
        tree = os.path.join(tmp, "lib")
        shutil.copytree(source, tree, ignore=shutil.ignore_patterns("__pycache__", "dist-packages", "site-packages", "*.so"))
        compileall.compile_dir(tree, quiet=2, legacy=True, workers=os.cpu_count())
        for folder, _, names in os.walk(tree):
            for name in names:
                if name.endswith(".py"):
                    os.unlink(os.path.join(folder, name))
        out = os.path.join(tmp, "out")
        failed = 0
        for opt in ("0", "1"):
            done = subprocess.run([options.regius, "convert", "-O", opt, "-o", out, tree])
            failed += done.returncode != 0
            done = subprocess.run([options.regius, "verify", out], stdout=subprocess.DEVNULL)
            failed += done.returncode != 0
        modules = sum(n.endswith(".pyc") for _, _, names in os.walk(tree) for n in names)
        print("%d passed, %d failed, 0 skipped" % (2 * modules if not failed else 0, failed))
    return 1 if failed or not modules else 0


if __name__ == "__main__":
    sys.exit(main())
