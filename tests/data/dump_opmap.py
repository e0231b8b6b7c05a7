#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes what the running CPython says of its opcodes, for tests/unit/check_convert.c:

    OPMAP(number, name, inline cache words)
    EFFECT(number, argument, jump taken, net stack effect)

Usage: dump_opmap.py > opmap-3.N.def
"""
import dis
import opcode
import sys

ARGUMENTS = (0, 1, 2, 3, 4, 5, 7, 8, 15)


def main():
    print(f"/* Written by dump_opmap.py with CPython {sys.version.split()[0]}. */")
    caches = getattr(opcode, "_inline_cache_entries", [0] * 256)
    for number, name in enumerate(opcode.opname):
        if not name.startswith("<"):
            print(f"OPMAP({number}, {name}, {caches[number]})")
    for number, name in enumerate(opcode.opname):
        if name.startswith("<") or name in ("CACHE", "EXTENDED_ARG"):
            continue
        for argument in ARGUMENTS if number >= opcode.HAVE_ARGUMENT else (None,):
            for jump in (False, True) if number in opcode.hasjrel or number in opcode.hasjabs else (False,):
                try:
                    effect = dis.stack_effect(number, argument, jump=jump)
                except ValueError:
                    continue
                print(f"EFFECT({number}, {argument or 0}, {int(jump)}, {effect})")
    print("#undef OPMAP\n#undef EFFECT")


main()
