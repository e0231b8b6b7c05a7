#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""make bench: whole-process times of every program in bench/programs, Regius against CPython and, where installed, PyPy.

The contestants take turns (A B C A B C ...) after one warm-up each, so a change of the machine's speed hits all alike;
the medians are compared. Programs run from .pyc files that CPython wrote beforehand (PyPy gets the source). Also measured:
start-up time and resident memory of an empty program, and conversion against compileall on the same modules.
"""
import argparse
import compileall
import json
import math
import os
import platform
import py_compile
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))


def timed(command, cwd):
    start = time.perf_counter()
    done = subprocess.run(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return time.perf_counter() - start, done


def turns(commands, runs, cwd, check=None):
    """Median seconds of each command, run in turn; None where a command fails or prints something else than `check`.

    A command may be a function that makes it from the number of the turn."""
    times = [[] for _ in commands]
    bad = [None] * len(commands)
    for turn in range(runs + 1):
        for i, command in enumerate(commands):
            if bad[i]:
                continue
            seconds, done = timed(command(turn) if callable(command) else command, cwd)
            if done.returncode != 0 or (check is not None and done.stdout != check):
                bad[i] = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or ["wrong output"]
            elif turn:
                times[i].append(seconds)
    return [None if bad[i] else statistics.median(t) for i, t in enumerate(times)], bad


def geometric_mean(values):
    return math.exp(sum(map(math.log, values)) / len(values)) if values else float("nan")


PEAK = "print(*[line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')])\n"


def memory_kib(command):
    """Peak resident set in KiB of a process that only prints it: a parent's measure would count the parent's own pages."""
    return int(subprocess.run(command, stdout=subprocess.PIPE).stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--regius", default=os.path.join(HERE, "..", "build", "regius"))
    parser.add_argument("--python", default="/usr/bin/python3")
    parser.add_argument("--pypy", default=shutil.which("pypy3"))
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", default="bench.json", help="where to write all figures")
    parser.add_argument("--only", action="append", help="programs whose name contains this")
    parser.add_argument("--no-convert", action="store_true")
    options = parser.parse_args()
    regius = os.path.abspath(options.regius)
    folder = os.path.join(HERE, "programs")
    names = sorted(n[:-3] for n in os.listdir(folder) if n.endswith(".py"))
    if options.only:
        names = [n for n in names if any(o in n for o in options.only)]
    report = {"machine": platform.processor() or platform.machine(), "cores": os.cpu_count(), "runs": options.runs, "programs": {}}
    with tempfile.TemporaryDirectory(prefix="regius-bench-") as tmp:
        os.environ["REGIUS_CACHE_DIR"] = os.path.join(tmp, "cache")
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
        columns = ["python", "regius"] + (["pypy"] if options.pypy else [])
        print("%-24s %9s %9s %8s" % ("program", "python s", "regius s", "faster") + ("%10s %8s" % ("pypy s", "faster") if options.pypy else ""))
        for name in names:
            source = os.path.join(folder, name + ".py")
            pyc = os.path.join(tmp, name + ".pyc")
            py_compile.compile(source, pyc, doraise=True)
            with open(os.path.join(folder, name + ".expected"), "rb") as f:
                expected = f.read()
            commands = [[options.python, "-I", "-S", pyc], [regius, pyc]] + ([[options.pypy, "-I", "-S", source]] if options.pypy else [])
            medians, bad = turns(commands, options.runs, tmp, expected)
            row = dict(zip(columns, medians))
            report["programs"][name] = row
            ratio = row["python"] / row["regius"] if row["regius"] else None
            text = "%-24s %9.3f " % (name, row["python"])
            text += "%9.3f %7.2fx" % (row["regius"], ratio) if ratio else "   failed: %s" % bad[1][0]
            if options.pypy:
                text += "%10.3f %7.2fx" % (row["pypy"], row["python"] / row["pypy"]) if row["pypy"] else "    failed"
            print(text, flush=True)
        ratios = [r["python"] / r["regius"] for r in report["programs"].values() if r["regius"]]
        report["geometric_mean"] = geometric_mean(ratios)
        report["slowest"] = min(ratios, default=None)
        print("geometric mean of %d programs: %.2fx as fast as python; slowest %.2fx" % (len(ratios), report["geometric_mean"], min(ratios, default=0)))
        if options.pypy:
            print("PyPy: %.2fx" % geometric_mean([r["python"] / r["pypy"] for r in report["programs"].values() if r["pypy"]]))

        empty = os.path.join(tmp, "empty.py")
        open(empty, "w").write("pass\n")
        py_compile.compile(empty, empty + "c", doraise=True)
        medians, bad = turns([[options.python, "-I", "-S", "-c", "pass"], [regius, empty + "c"]], 20, tmp)
        report["startup"] = {"python": medians[0], "regius": medians[1]}
        peak = os.path.join(tmp, "peak.py")
        open(peak, "w").write(PEAK)
        py_compile.compile(peak, peak + "c", doraise=True)
        report["startup_memory_kib"] = {"python": memory_kib([options.python, "-I", "-S", "-c", PEAK]), "regius": memory_kib([regius, peak + "c"])}
        if medians[1]:
            print("empty program: python %.1f ms, regius %.1f ms (%.2f of python's); resident memory %.1f MB against %.1f MB" % (
                medians[0] * 1e3, medians[1] * 1e3, medians[1] / medians[0],
                report["startup_memory_kib"]["python"] / 1024, report["startup_memory_kib"]["regius"] / 1024))

        if not options.no_convert:
            tree = os.path.join(tmp, "lib")
            stdlib = os.path.dirname(os.__file__)
            shutil.copytree(stdlib, tree, ignore=shutil.ignore_patterns("__pycache__", "dist-packages", "site-packages", "*.so", "test"))
            compiled = os.path.join(tmp, "pycs")
            compileall.compile_dir(tree, quiet=2, legacy=True)
            shutil.copytree(tree, compiled, ignore=lambda where, names: [
                name for name in names if not name.endswith(".pyc") and not os.path.isdir(os.path.join(where, name))])

            def new(kind, turn):
                """Everybody writes all files anew, in new folders: replacing files costs something else, and so does making
                files soon after others were removed (ext4 passes over their inodes one by one)."""
                return os.path.join(tmp, "%s%d" % (kind, turn))

            medians, bad = turns([lambda n: [options.python, "-I", "-S", "-X", "pycache_prefix=" + new("cache", n),
                                             "-m", "compileall", "-qq", "-f", tree],
                                  lambda n: [regius, "convert", "-q", "-j", "1", "-o", new("one", n), compiled],
                                  lambda n: [regius, "convert", "-q", "-o", new("all", n), compiled]], options.runs, tmp)
            if not any(bad):
                report["convert"] = {"compileall": medians[0], "regius_1": medians[1], "regius_all": medians[2]}
                print("converting the standard library: compileall %.2f s, regius %.2f s with one job (%.1fx), %.2f s with all cores (%.1fx)" % (
                    medians[0], medians[1], medians[0] / medians[1], medians[2], medians[0] / medians[2]))
            else:
                print("converting failed:", *filter(None, bad))
    with open(options.json, "w") as f:
        json.dump(report, f, indent=1)
    return 0


if __name__ == "__main__":
    sys.exit(main())
