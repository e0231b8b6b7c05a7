#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compiles and converts the scripts in folders, as images for fuzz_image to begin with: seeds.py --regius R --out DIR FOLDER..."""
import argparse
import pathlib
import py_compile
import subprocess
import sys
import warnings

parser = argparse.ArgumentParser()
parser.add_argument("--regius", required=True)
parser.add_argument("--out", required=True)
parser.add_argument("folders", nargs="+")
options = parser.parse_args()
out = pathlib.Path(options.out)
out.mkdir(parents=True)
warnings.simplefilter("ignore")
compiled = []
for folder in map(pathlib.Path, options.folders):
    for script in sorted(folder.rglob("*.py")):
        target = out / ("_".join(script.relative_to(folder).with_suffix("").parts) + ".pyc")
        py_compile.compile(str(script), str(target), doraise=True)
        compiled.append(str(target))
sys.exit(subprocess.run([options.regius, "convert", "-q", *compiled]).returncode)
