#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""make bench-counts: instructions and bytes of the stack and the register machine.

Static counts for every program of bench/programs and for every module of the 3.11 standard library, executed counts for
the programs (their output is checked against the expected one). A reduction is the share that the register machine does
not need; geometric means are those of the ratios. Counting units: docs/counting.md.
"""
import argparse
import compileall
import concurrent.futures
import json
import math
import os
import py_compile
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))


def count(regius, path, run=False, by="total"):
    """The JSON of `regius count`, and the program's output."""
    with tempfile.TemporaryDirectory(prefix="regius-counts-") as folder:
        out = os.path.join(folder, "counts.json")
        command = [regius, "count", "--by=" + by, "--format=json", "--output", out] + ["--run"] * run + [path]
        done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if done.returncode:
            raise SystemExit("%s: exit status %d: %s" % (path, done.returncode, done.stderr.decode(errors="replace").strip()))
        with open(out) as f:
            return json.load(f), done.stdout


def geometric_mean(values):
    values = [v for v in values if v > 0]
    return math.exp(sum(map(math.log, values)) / len(values)) if values else float("nan")


def program_rows(regius, names, folder, pool):
    def one(name):
        source, pyc = os.path.join(HERE, "programs", name + ".py"), os.path.join(folder, name + ".pyc")
        py_compile.compile(source, pyc, doraise=True)
        data, output = count(regius, pyc, run=True, by="opcode")
        with open(os.path.join(HERE, "programs", name + ".expected"), "rb") as f:
            if f.read() != output:
                raise SystemExit("%s: wrong output" % name)
        return {"program": name, **data["total"], "opcodes_executed": data["opcodes_executed"]}
    return list(pool.map(one, names))


def library_rows(regius, folder, pool):
    tree = os.path.join(folder, "lib")
    shutil.copytree(os.path.dirname(os.__file__), tree,
                    ignore=shutil.ignore_patterns("__pycache__", "dist-packages", "site-packages", "*.so"))
    compileall.compile_dir(tree, quiet=2, legacy=True, workers=os.cpu_count())
    modules = sorted(os.path.join(where, n) for where, _, names in os.walk(tree) for n in names if n.endswith(".pyc"))
    rows = list(pool.map(lambda path: count(regius, path)[0]["total"], modules))
    for row, path in zip(rows, modules):
        row["name"] = os.path.relpath(path, tree)
    return rows


def ratios(rows):
    return {"instructions": geometric_mean(r["register"]["instructions"] / r["stack"]["instructions"] for r in rows),
            "bytes": geometric_mean(r["register"]["bytes"] / r["stack"]["bytes"] for r in rows)}


def totals(rows):
    return {machine: {key: sum(r[machine][key] for r in rows) for key in ("instructions", "bytes")}
            for machine in ("stack", "register")}


def merge_opcodes(rows, machine):
    merged = {}
    for row in rows:
        for name, n in row["opcodes_executed"][machine].items():
            merged[name] = merged.get(name, 0) + n
    return dict(sorted(merged.items(), key=lambda item: -item[1]))


def print_tables(result):
    print("%-16s %8s %8s %7s  %8s %8s %7s  %13s %13s %7s" % (
        "", "stack", "register", "", "stack", "register", "", "stack", "register", ""))
    print("%-16s %8s %8s %7s  %8s %8s %7s  %13s %13s %7s" % (
        "program", "instrs", "instrs", "", "bytes", "bytes", "", "executed", "executed", ""))

    def less(a, b):
        return "%+.1f%%" % (100 * (b / a - 1))
    for row in result["programs"]:
        s, r, e = row["stack"], row["register"], row["executed"]
        print("%-16s %8d %8d %7s  %8d %8d %7s  %13d %13d %7s" % (
            row["program"], s["instructions"], r["instructions"], less(s["instructions"], r["instructions"]),
            s["bytes"], r["bytes"], less(s["bytes"], r["bytes"]), e["stack"], e["register"],
            less(e["stack"], e["register"])))
    g = result["programs_geometric_mean"]
    print("%-16s %8s %8s %7s  %8s %8s %7s  %13s %13s %7s" % (
        "geometric mean", "", "", less(1, g["instructions"]), "", "", less(1, g["bytes"]), "", "", less(1, g["executed"])))
    if "library" in result:
        t, g = result["library"]["total"], result["library"]["geometric_mean"]
        s, r = t["stack"], t["register"]
        print("\nstandard library, %d modules" % result["library"]["modules"])
        print("%-16s %8d %8d %7s  %8d %8d %7s" % ("sum", s["instructions"], r["instructions"],
                                                  less(s["instructions"], r["instructions"]), s["bytes"], r["bytes"],
                                                  less(s["bytes"], r["bytes"])))
        print("%-16s %8s %8s %7s  %8s %8s %7s" % ("geometric mean", "", "", less(1, g["instructions"]), "", "",
                                                  less(1, g["bytes"])))
    print("\nexecuted most, all programs")
    stack, register = (list(result["opcodes_executed"][m].items())[:20] for m in ("stack", "register"))
    for (a, n), (b, m) in zip(stack, register):
        print("%13d %-28s %13d %s" % (n, a, m, b))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--regius", required=True)
    parser.add_argument("--json", metavar="FILE", help="write everything there, module by module")
    parser.add_argument("--no-library", action="store_true", help="leave the standard library out")
    parser.add_argument("programs", nargs="*", help="default: all of bench/programs")
    options = parser.parse_args()
    regius = os.path.abspath(options.regius)
    names = options.programs or sorted(f[:-3] for f in os.listdir(os.path.join(HERE, "programs")) if f.endswith(".py"))
    with tempfile.TemporaryDirectory(prefix="regius-counts-") as folder, \
            concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        programs = program_rows(regius, names, folder, pool)
        means = ratios(programs)
        means["executed"] = geometric_mean(r["executed"]["register"] / r["executed"]["stack"] for r in programs)
        result = {"programs": programs, "programs_geometric_mean": means,
                  "opcodes_executed": {m: merge_opcodes(programs, m) for m in ("stack", "register")}}
        if not options.no_library:
            rows = library_rows(regius, folder, pool)
            result["library"] = {"modules": len(rows), "total": totals(rows), "geometric_mean": ratios(rows), "rows": rows}
    print_tables(result)
    if options.json:
        with open(options.json + ".new", "w") as f:
            json.dump(result, f, indent=1)
        os.replace(options.json + ".new", options.json)


if __name__ == "__main__":
    sys.exit(main())
