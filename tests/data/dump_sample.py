#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compiles sample.py with the running CPython and writes the .pyc file as bytes of a C initialiser.

Usage: dump_sample.py > sample-3.N.inc
"""
import importlib._bootstrap_external as external
import os

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "sample.py")
with open(path, "rb") as source:
    code = compile(source.read(), "sample.py", "exec", dont_inherit=True)
data = external._code_to_timestamp_pyc(code, 1, 2)
for i in range(0, len(data), 16):
    print(" ".join(f"{byte}," for byte in data[i : i + 16]))
