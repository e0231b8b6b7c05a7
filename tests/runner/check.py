#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What `make check` runs: unit tests, behaviour tests in all modes, command-line tests, the embedding example.

Prints each part's own output and, last, one line with the sum: `N passed, N failed, N skipped`.
"""
import argparse
import os
import re
import subprocess
import sys


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", required=True)
    parser.add_argument("--source", required=True)
    parser.add_argument("--quick", action="store_true", help="leave the GC stress mode out")
    options = parser.parse_args()
    runner = os.path.join(options.source, "tests", "runner")
    regius = os.path.join(options.build, "regius")
    env = dict(os.environ, REGIUS=regius, PYTHON=sys.executable, SOURCE=options.source, CK_TAP_LOG_FILE_NAME="-",
               CK_VERBOSITY="silent")
    parts = [
        ("unit tests", [os.path.join(options.build, "tests", "unit", "check_regius")]),
        ("embedding example", [os.path.join(options.build, "tests", "embed", "example")]),
        ("command line", [sys.executable, os.path.join(runner, "cli.py"), "--regius", regius]),
        ("running programs", [sys.executable, os.path.join(runner, "running.py"), "--regius", regius]),
        ("golden dumps", [sys.executable, os.path.join(runner, "golden.py"), regius]),
        ("behaviour", [sys.executable, os.path.join(runner, "run.py"), "--regius", regius, "-f"]),
        ("behaviour, globals assumed stable", [sys.executable, os.path.join(runner, "run.py"), "--regius", regius, "-f", "--mode", "stable",
                                               *(os.path.join(options.source, "tests", "diff", d) for d in ("mirror", "hazard"))]),
        ("inputs that once crashed something", [sys.executable, os.path.join(options.source, "tests", "fuzz", "fuzz.py"), "--source",
                                                options.source, "--build", options.build, "--replay"]),
        ("other versions of CPython", [sys.executable, os.path.join(runner, "versions.py"), "--regius", regius]),
        ("damaged files of other versions", [sys.executable, os.path.join(runner, "damaged.py"), "--regius", regius]),
        ("exact counts", [sys.executable, os.path.join(runner, "counts.py"), "--regius", regius,
                          os.path.join(options.source, "tests", "diff")]),
    ]
    if not options.quick:
        parts.append(("behaviour, GC stress", [sys.executable, os.path.join(runner, "run.py"), "--regius", regius, "-f",
                                               "--mode", "stress", os.path.join(options.source, "tests", "diff")]))
        parts.append(("other versions of CPython, GC stress", [sys.executable, os.path.join(runner, "versions.py"), "--regius", regius,
                                                               "--mode", "stress"]))
    total = [0, 0, 0]
    for title, command in parts:
        print("== " + title, flush=True)
        if not os.path.exists(command[0]) or (command[0] == sys.executable and not os.path.exists(command[1])):
            print("not built")
            total[1 if title != "unit tests" else 2] += 1
            continue
        done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, errors="replace")
        counts = re.findall(r"^(\d+) passed, (\d+) failed, (\d+) skipped$", done.stdout, re.M)
        shown = done.stdout
        if counts:
            for i in range(3):
                total[i] += int(counts[-1][i])
            if done.returncode != 0 and counts[-1][1] == "0":
                total[1] += 1
        else:  # TAP without a summary (Check), or a plain program
            good = len(re.findall(r"^ok ", done.stdout, re.M))
            bad = len(re.findall(r"^not ok ", done.stdout, re.M))
            shown = "\n".join(l for l in done.stdout.splitlines() if not l.startswith("ok "))
            total[0] += good if good or bad else int(done.returncode == 0)
            total[1] += bad if bad else int(done.returncode != 0)
            shown += "\n%d ok, %d not ok, exit status %d" % (good, bad, done.returncode)
        print(shown.rstrip(), flush=True)
    print("%d passed, %d failed, %d skipped" % tuple(total))
    return 1 if total[1] or not total[0] else 0


if __name__ == "__main__":
    sys.exit(main())
