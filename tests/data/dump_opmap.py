#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes what the running CPython (3.6 or later) says of its opcodes, for tests/unit/check_pyver.c:

    MAGIC(number)                                       of its .pyc files
    OPMAP(number, name, inline cache words, argument)   argument: whether it has one
    EFFECT(number, argument, jump taken, net stack effect)

Opcodes that never stand in files (specialised, instrumented, the interpreter's own) are left out.
Usage: dump_opmap.py > opmap-3.N.def
"""
import dis
import importlib.util
import opcode
import sys

ARGUMENTS = (0, 1, 2, 3, 4, 5, 7, 8, 15)
INTERNAL = ("RESERVED", "INTERPRETER_EXIT", "ENTER_EXECUTOR", "EXIT_INIT_CHECK")


def cache_words(number, name):
    entries = getattr(opcode, "_inline_cache_entries", None)
    if entries is None:
        return 0
    return entries.get(name, 0) if isinstance(entries, dict) else entries[number]


def has_argument(number):
    if sys.version_info >= (3, 12):
        return number in opcode.hasarg
    return number >= opcode.HAVE_ARGUMENT


def effects(number):
    jumps = number in opcode.hasjrel or number in opcode.hasjabs
    for argument in ARGUMENTS if has_argument(number) else (None,):
        for jump in (False, True) if jumps and sys.version_info >= (3, 8) else (False,):
            how = {"jump": jump} if sys.version_info >= (3, 8) else {}
            try:
                yield argument, int(jump), dis.stack_effect(number, argument, **how)
            except ValueError:
                continue


def main():
    specialised = getattr(opcode, "_specialized_opmap", ())
    magic = importlib.util.MAGIC_NUMBER
    print(f"/* Written by dump_opmap.py with CPython {sys.version.split()[0]}. */")
    print(f"MAGIC({magic[0] | magic[1] << 8})")
    rows = [(number, name) for number, name in enumerate(opcode.opname[:256])
            if not name.startswith(("<", "INSTRUMENTED_")) and name not in INTERNAL and name not in specialised]
    for number, name in rows:
        print(f"OPMAP({number}, {name}, {cache_words(number, name)}, {int(has_argument(number))})")
    for number, name in rows:
        if name not in ("CACHE", "EXTENDED_ARG"):
            for argument, jump, effect in effects(number):
                print(f"EFFECT({number}, {argument or 0}, {jump}, {effect})")


main()
