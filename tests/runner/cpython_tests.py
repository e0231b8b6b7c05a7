#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""CPython's own regression tests, where they are installed (Debian: libpython3.11-testsuite), under CPython and Regius.

Each test file runs in a process of its own under both; a test that passes under CPython and not under Regius is a
difference (one that Regius skips is about CPython itself). tests/known/cpython_tests.txt says how many differences of each
file are known: more of them is a failure,
fewer is reported so that the list can be shortened. Files that are not in the list are expected to have none. A third column is the
time in seconds that Regius gets for a file that is known not to end.

usage: cpython_tests.py --regius PATH [--tests FOLDER] [--update] [-v] [test_name...]
"""
import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
KNOWN = os.path.join(HERE, "..", "known", "cpython_tests.txt")
RESULT = re.compile(r"^(\w+) \(([\w.]+)\)(?:.*\n)*?.*\.\.\. .*?(ok|FAIL|ERROR|skipped.*|expected failure)$", re.M)


def outcomes(command, name, tests, seconds):
    """{test: ok | FAIL | ERROR | skipped | ...} of one file, and how the process ended."""
    environment = dict(os.environ, PYTHONPATH=os.path.dirname(tests), PYTHONDONTWRITEBYTECODE="1")
    with tempfile.TemporaryDirectory(prefix="regius-tests-", ignore_cleanup_errors=True) as cwd, tempfile.TemporaryFile() as output:
        child = subprocess.Popen(command + ["-m", "unittest", "-v", "test." + name], cwd=cwd, env=environment, start_new_session=True,
                                 stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=output)
        try:
            end = child.wait(seconds)
        except subprocess.TimeoutExpired:
            end = "timeout"
        try:
            os.killpg(child.pid, signal.SIGKILL) # what the tests started and left is ended, too
        except ProcessLookupError:
            pass
        child.wait()
        output.seek(0)
        text = output.read().decode("utf-8", "replace")
    found = {}
    for test, where, result in RESULT.findall(text.split("\n======")[0]):
        found[where if where.endswith("." + test) else where + "." + test] = result.split()[0]
    return found, end


def known_differences():
    """{name: differences}, {name: seconds} of the list."""
    known, limits = {}, {}
    with open(KNOWN) as f:
        for line in f:
            if line.strip() and not line.startswith("#"):
                name, count, *limit = line.split()
                known[name] = int(count)
                if limit:
                    limits[name] = int(limit[0])
    return known, limits


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--regius", required=True)
    parser.add_argument("--python", default="/usr/bin/python3")
    parser.add_argument("--tests", default="/usr/lib/python3.11/test", help="the folder of the package test")
    parser.add_argument("--timeout", type=int, default=120)
    parser.add_argument("--update", action="store_true", help="write the differences found as the known ones")
    parser.add_argument("-v", action="store_true", help="name each difference")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    tests = os.path.abspath(options.tests)
    if not os.path.exists(os.path.join(tests, "test_int.py")):
        print("no CPython tests in %s (Debian has them in libpython3.11-testsuite)\n0 passed, 0 failed, 1 skipped" % tests)
        return 0
    known, limits = known_differences()
    names = options.names or sorted(known)
    passed = failed = total = 0
    for name in names:
        expected, end = outcomes([options.python], name, tests, options.timeout)
        wanted = {t for t, r in expected.items() if r == "ok"}
        if not wanted:
            print("%-28s CPython itself passes nothing (%s)" % (name, end))
            continue
        got, end = outcomes([os.path.abspath(options.regius)], name, tests, limits.get(name, options.timeout * 2))
        different = sorted(t for t in wanted if got.get(t) not in ("ok", "skipped")) # skipped: about CPython only
        allowed = known.get(name, 0)
        crashed = isinstance(end, int) and end < 0
        bad = crashed or (len(different) > allowed and not options.update)
        note = " (killed by signal %d)" % -end if crashed else " (timeout)" if end == "timeout" else ""
        note += "; known: %d" % allowed if len(different) != allowed else ""
        print("%s - %-28s %5d of %5d as under CPython%s" % ("not ok" if bad else "ok", name, len(wanted) - len(different), len(wanted), note), flush=True)
        if options.v:
            for t in different:
                print("    %s: %s" % (t, got.get(t, "not run")))
        passed, failed, total = passed + (not bad), failed + bad, total + len(different)
        known[name] = len(different)
    if options.update:
        with open(KNOWN) as f:
            head = [line for line in f if line.startswith("#")]
        with open(KNOWN + ".new", "w") as f:
            f.writelines(head)
            f.writelines("%s %d%s\n" % (name, count, " %d" % limits[name] if name in limits else "") for name, count in sorted(known.items()))
        os.rename(KNOWN + ".new", KNOWN)
    print("%d differences\n%d passed, %d failed, 0 skipped" % (total, passed, failed))
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
