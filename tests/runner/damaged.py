#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Damages the committed .pyc files of every CPython version (tests/data/pyc) and converts them: each must convert
or be refused with one line; what was made of it must verify or be refused likewise. The damage is the same each time: it depends on the file's name and a number only.

Usage: damaged.py --regius REGIUS [--count N] [--first N] [--keep DIR] [3.N ...]
N: how often each file is damaged; --first: number of the first damage, to go on where another run ended.
--keep: where files are put that crash the converter, or that it says the wrong thing of.
"""
import argparse
import glob
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(os.path.dirname(HERE), "data", "pyc")
SEED_OF_ALL = "regius"


def damage(data, rng):
    """The file with one thing wrong, or several."""
    data = bytearray(data)
    for _ in range(rng.choice((1, 1, 1, 2, 5))):
        at = rng.randrange(len(data))
        kind = rng.randrange(8)
        if kind <= 2:
            data[at] ^= 1 << rng.randrange(8)
        elif kind == 3:
            data[at] = rng.choice((0, 1, 0x7F, 0x80, 0xFF, rng.randrange(256)))
        elif kind == 4:
            del data[at:]
        elif kind == 5:
            del data[at:at + rng.randrange(1, 9)]
        elif kind == 6:
            other = rng.randrange(len(data))
            data[at:at] = data[other:other + rng.randrange(1, 33)]
        else:
            data[at:at + 4] = rng.choice((b"\xff\xff\xff\x7f", b"\0\0\0\x80", b"\xff\xff\xff\xff", b"\0\0\1\0"))
        if not data:
            break
    return bytes(data)


def convert(regius, paths, out):
    try:
        return subprocess.run([regius, "convert", "--no-progress", "-j", "1", "-o", out] + paths, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=600)
    except subprocess.TimeoutExpired:
        return None


def wrong_with(regius, paths, tmp):
    """What is wrong with the conversion of these files, or None."""
    out = os.path.join(tmp, "out")
    shutil.rmtree(out, ignore_errors=True)
    os.mkdir(out)
    done = convert(regius, paths, out)
    if done is None:
        return "takes too long"
    errors = done.stderr.decode(errors="replace").splitlines()
    if done.returncode not in (0, 1):
        return "exit status %d: %s" % (done.returncode, "\n".join(errors[-30:]))
    refused = [line for line in errors if re.match(r"regius: .*: error: .", line)]
    if len(refused) != len(errors):
        return "more than one line for a file: " + "\n".join(errors[:5])
    made = glob.glob(os.path.join(out, "*"))
    if len(made) + len(refused) != len(paths):
        return "%d files, %d made, %d refused" % (len(paths), len(made), len(refused))
    if made:
        # Stack code that makes no sense may become register code that every load refuses: docs/decisions/0007.
        done = subprocess.run([regius, "verify", out], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        lines = done.stderr.decode(errors="replace").splitlines()
        if done.returncode not in (0, 1) or any(not re.match(r"regius: .*: error: .", line) for line in lines):
            return "verify: exit status %d: %s" % (done.returncode, "\n".join(lines[:5]))
    return None


def find_wrong(regius, paths, tmp):
    """(file, what is wrong) of each that is, by halves."""
    wrong = wrong_with(regius, paths, tmp)
    if wrong is None:
        return []
    if len(paths) == 1:
        return [(paths[0], wrong)]
    half = len(paths) // 2
    return find_wrong(regius, paths[:half], tmp) + find_wrong(regius, paths[half:], tmp)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--regius", required=True)
    parser.add_argument("--count", type=int, default=4)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--keep")
    parser.add_argument("versions", nargs="*", help="3.N; default: all")
    options = parser.parse_args()
    regius = os.path.abspath(options.regius)
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="regius-damaged-") as tmp:
        for folder in sorted(glob.glob(os.path.join(DATA, "*"))):
            version = os.path.basename(folder)
            if options.versions and version not in options.versions:
                continue
            files = []
            for path in sorted(glob.glob(os.path.join(folder, "*.pyc"))):
                with open(path, "rb") as file:
                    data = file.read()
                for n in range(options.first, options.first + options.count):
                    rng = random.Random("%s %s %s %d" % (SEED_OF_ALL, version, os.path.basename(path), n))
                    name = "%s-%s-%d.pyc" % (version, os.path.basename(path)[:-4], n)
                    files.append(os.path.join(tmp, name))
                    with open(files[-1], "wb") as file:
                        file.write(damage(data, rng))
            wrong = []
            for i in range(0, len(files), 500):
                wrong += find_wrong(regius, files[i:i + 500], tmp)
            for path, what in wrong:
                print("not ok %s: %s" % (os.path.basename(path), what), flush=True)
                if options.keep:
                    shutil.copy(path, options.keep)
            passed += len(files) - len(wrong)
            failed += len(wrong)
            for path in files:
                os.unlink(path)
    print("%d passed, %d failed, 0 skipped" % (passed, failed))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
