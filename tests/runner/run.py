#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Behaviour tests: each script's output, error output and exit status under Regius must equal CPython's.

Every .py under tests/diff and bench/programs is compiled to a .pyc by CPython 3.11 and run by CPython (the oracle) and by
Regius in the chosen modes:

    opt      the default: converted in memory with all passes
    noopt    -X opt=0: no optimising pass
    rgc      converted to a .rgc file first, and run from it
    stable   the same, converted with --assume=stable-globals: where that is wrong it costs time, and must change nothing
    stress   -X gc-stress=N: the collector runs at every Nth allocation

A script may carry directives in its first lines:  `# args: a b`, `# stdin: text`, `# stress: 50` (collect at every 50th
allocation because every one would take minutes, the default for bench/programs is 5000; 0 leaves the script out of stress and is
counted as skipped), `# stderr: ignore`.  Prints one TAP line per script and mode, and a summary line
`N passed, N failed, N skipped`.
"""
import argparse
import concurrent.futures
import os
import py_compile
import re
import shlex
import subprocess
import sys
import tempfile
import warnings

warnings.simplefilter("ignore", SyntaxWarning)  # some scripts are about what they warn of

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
MODES = ("opt", "noopt", "rgc", "stable", "stress")
TIMEOUT = int(os.environ.get("REGIUS_TEST_TIMEOUT", "120"))


def directives(path):
    found = {}
    with open(path, encoding="utf-8", errors="replace") as f:
        for _, line in zip(range(8), f):
            m = re.match(r"#\s*(args|stdin|stress|stderr)\s*:\s*(.*)", line)
            if m:
                found[m.group(1)] = m.group(2).strip()
    return found


def scripts(paths):
    for path in paths:
        if os.path.isfile(path):
            yield path
            continue
        for folder, subfolders, names in os.walk(path):
            subfolders[:] = sorted(d for d in subfolders if d not in ("__pycache__", "data"))
            for name in sorted(names):
                if name.endswith(".py"):
                    yield os.path.join(folder, name)


def execute(command, stdin, cwd, env):
    try:
        done = subprocess.run(command, input=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=cwd, env=env,
                              timeout=TIMEOUT)
        return done.returncode, done.stdout, done.stderr
    except subprocess.TimeoutExpired:
        return "timeout", b"", b""


def clean(text):
    """Addresses differ from run to run in CPython too."""
    return re.sub(rb"0x[0-9a-f]{6,16}", b"0xADDR", text)


def difference(name, want, got):
    if want == got:
        return None
    w, g = want.decode("utf-8", "replace").splitlines(), got.decode("utf-8", "replace").splitlines()
    for i in range(max(len(w), len(g))):
        a, b = (w[i] if i < len(w) else "<end>"), (g[i] if i < len(g) else "<end>")
        if a != b:
            return "%s line %d: expected %.160r got %.160r" % (name, i + 1, a, b)
    return "%s: line ends differ" % name


def run_one(job):
    path, modes, regius, python, tmp = job
    options = directives(path)
    rel = os.path.relpath(path, ROOT)
    base = os.path.join(tmp, re.sub(r"\W", "_", rel[:-3]))
    os.makedirs(base, exist_ok=True)
    name = os.path.basename(path)[:-3]
    pyc = os.path.join(base, name + ".pyc")
    results = []
    try:
        py_compile.compile(path, pyc, dfile=path, doraise=True, invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
    except py_compile.PyCompileError as e:
        return [(rel, "compile", False, str(e))]
    args = shlex.split(options.get("args", ""))
    stdin = options.get("stdin", "").encode().decode("unicode_escape").encode()
    env = dict(os.environ, PYTHONHASHSEED="0", PYTHONDONTWRITEBYTECODE="1")
    env.pop("PYTHONPATH", None)
    env.setdefault("REGIUS_CACHE_DIR", os.path.join(tmp, "cache"))
    expected_file = path[:-3] + ".expected"
    if os.path.exists(expected_file):
        with open(expected_file, "rb") as f:
            want = (0, f.read(), b"")
    else:
        want = execute([python, "-I", "-S", pyc] + args, stdin, base, env)
    for mode in modes:
        command = [regius, "-I", "-S"] # as the oracle: the script's folder does not hide modules of its name
        target = pyc
        if mode == "noopt":
            command += ["-X", "opt=0"]
        elif mode in ("rgc", "stable"):
            target = os.path.join(base, name + ".rgc")
            assume = ["--assume=stable-globals"] if mode == "stable" else []
            done = execute([regius, "convert", "-q", *assume, "-o", target, pyc], b"", base, env)
            if done[0] != 0:
                results.append((rel, mode, False, "convert: " + done[2].decode("utf-8", "replace")[:300]))
                continue
        elif mode == "stress":
            every = options.get("stress", "5000" if rel.startswith("bench") else "1")
            if every == "0":
                results.append((rel, mode, None, "too slow"))
                continue
            command += ["-X", "gc-stress=" + every]
        got = execute(command + [target] + args, stdin, base, env)
        problem = None
        if want[0] != got[0]:
            problem = "exit status %r, expected %r; %s" % (got[0], want[0], got[2][-300:].decode("utf-8", "replace"))
        problem = problem or difference("stdout", clean(want[1]), clean(got[1]))
        if options.get("stderr") != "ignore":
            problem = problem or difference("stderr", clean(want[2]).replace(pyc.encode(), target.encode()), clean(got[2]))
        results.append((rel, mode, problem is None, problem or ""))
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="*", help="scripts or folders (default: tests/diff and bench/programs)")
    parser.add_argument("--regius", default=os.environ.get("REGIUS", os.path.join(ROOT, "build", "regius")))
    parser.add_argument("--python", default=os.environ.get("PYTHON", "/usr/bin/python3"))
    parser.add_argument("--mode", action="append", choices=MODES, help="may be given several times (default: opt noopt rgc)")
    parser.add_argument("--jobs", "-j", type=int, default=os.cpu_count())
    parser.add_argument("--failures-only", "-f", action="store_true", help="print only what failed or was skipped")
    options = parser.parse_args()
    if sys.version_info[:2] != (3, 11):
        sys.exit("run.py: run this with CPython 3.11: it compiles the scripts")
    modes = options.mode or ["opt", "noopt", "rgc"]
    paths = [os.path.abspath(p) for p in options.paths] or [os.path.join(ROOT, "tests", "diff"), os.path.join(ROOT, "bench", "programs")]
    passed = failed = skipped = number = 0
    with tempfile.TemporaryDirectory(prefix="regius-test-") as tmp:
        jobs = [(p, modes, os.path.abspath(options.regius), options.python, tmp) for p in scripts(paths)]
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            for results in pool.map(run_one, jobs):
                for rel, mode, ok, why in results:
                    number += 1
                    if ok is None:
                        skipped += 1
                        print("ok %d - %s [%s] # SKIP %s" % (number, rel, mode, why))
                    elif ok:
                        passed += 1
                        if not options.failures_only:
                            print("ok %d - %s [%s]" % (number, rel, mode))
                    else:
                        failed += 1
                        print("not ok %d - %s [%s]\n#   %s" % (number, rel, mode, why.replace("\n", "\n#   ")))
                sys.stdout.flush()
    print("%d passed, %d failed, %d skipped" % (passed, failed, skipped))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
