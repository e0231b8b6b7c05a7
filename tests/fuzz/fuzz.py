#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the fuzz targets in turn and fails on a finding.

    fuzz.py --source DIR --build DIR --seconds N [--engine own|libfuzzer|afl]    all targets, N seconds in sum
    fuzz.py --source DIR --build DIR --replay                               tests/fuzz/crashers once more
    fuzz.py --source DIR --build DIR --flips N                              single bits of images

The engine `own` changes inputs with tests/fuzz/main.c and needs nothing; `libfuzzer` makes a build of its own with clang in
BUILD/fuzz-build (several minutes the first time), is guided by coverage and says how much of it there is; `afl` does so with AFL++ in
BUILD/afl-build, without sanitizers and the faster for it, for the targets that AFL_TARGETS names. What was found is left in the
current folder as crash-*.
"""
import argparse
import os
import pathlib
import py_compile
import re
import shutil
import subprocess
import sys
import warnings

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import module_seeds  # noqa: E402

TARGETS = ["marshal", "pyc", "lift", "alloc", "image", "run", "asm", "module", "sre"]
AFL_TARGETS = ["pyc", "lift", "image", "run", "module", "sre"]
CUT_SHORT = ("run", "sre")  # what they run may take any time and memory
LIMITS = ["-timeout=10", "-rss_limit_mb=2000", "-malloc_limit_mb=800", "-max_len=8000", "-print_final_stats=1"]


def program(folder, target):
    return os.path.join(folder, "tests", "fuzz", "fuzz_" + target)


def make_seeds(options, folder):
    """Inputs of all targets from the fixtures of all versions and from behaviour scripts; a folder for each target."""
    warnings.simplefilter("ignore")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder + "/compiled")
    source = pathlib.Path(options.source)
    files = sorted(map(str, source.glob("tests/data/pyc/*/*.pyc")))
    for script in sorted(source.glob("tests/diff/**/*.py")):
        text = script.read_text(errors="replace")
        if re.search(r"os\._exit|os\.kill|os\.abort|os\.fork|signal|subprocess", text):
            continue
        files.append("%s/compiled/%s.pyc" % (folder, "_".join(script.parts[-2:])))
        # Named alike wherever the source is, so that the same cases are made everywhere.
        py_compile.compile(str(script), files[-1], dfile=str(script.relative_to(source)), doraise=True)
    environment = dict(os.environ, ASAN_OPTIONS="detect_leaks=0")
    subprocess.run([program(options.build, "pack"), folder, *files], check=True, env=environment)
    shutil.copytree(folder + "/image", folder + "/run")
    parts = re.split(r"(?m)^\.code @\d+\n", (source / "tests/asm/opcodes.rgasm").read_text())
    for i, part in enumerate(parts[1:]):
        if "@" not in part:
            (pathlib.Path(folder) / "asm" / ("opcode%d" % i)).write_text(".version 0x030b\n.code @0\n" + part)
    module_seeds.write(pathlib.Path(folder))
    for target in TARGETS:  # what was found once is a good beginning
        for crasher in (source / "tests/fuzz/crashers" / target).glob("*"):
            shutil.copy(crasher, folder + "/" + target)


def source_of(options):
    """Where to configure from. A source folder that is configured itself is no such place: then what a distribution has is copied."""
    if not os.path.exists(options.source + "/config.status"):
        return options.source
    subprocess.run(["make", "-s", "distdir", "distdir=fuzz-source"], cwd=options.build, check=True)
    return os.path.join(options.build, "fuzz-source")


def build_libfuzzer(options):
    folder = os.path.join(options.build, "fuzz-build")
    os.makedirs(folder, exist_ok=True)
    if not os.path.exists(folder + "/Makefile"):
        subprocess.run([source_of(options) + "/configure", "CC=clang", "CFLAGS=-O1 -g", "--enable-fuzzers", "--enable-assertions",
                        "--enable-switch-dispatch", "--with-sanitizer=address,undefined", "-q"], cwd=folder, check=True)
    # Optimising the sanitized loop takes clang more than ten minutes; as it stands, ten seconds.
    subprocess.run(["make", "-s", "vm/interp/interp.lo", "vm/interp/interp_count.lo", "CFLAGS=-O0 -g"], cwd=folder, check=True)
    subprocess.run(["make", "-s", "-j", str(os.cpu_count()), *["tests/fuzz/fuzz_" + t for t in TARGETS]], cwd=folder, check=True)
    return folder


def build_afl(options):
    folder = os.path.join(options.build, "afl-build")
    os.makedirs(folder, exist_ok=True)
    environment = dict(os.environ, AFL_QUIET="1")
    if not os.path.exists(folder + "/Makefile"):
        subprocess.run([source_of(options) + "/configure", "CC=afl-clang-fast", "CFLAGS=-O1 -g", "--enable-fuzzers", "--enable-assertions",
                        "--enable-switch-dispatch", "-q"], cwd=folder, env=environment, check=True)
    subprocess.run(["make", "-s", "vm/interp/interp.lo", "vm/interp/interp_count.lo", "CFLAGS=-O0 -g"], cwd=folder, env=environment,
                   check=True)
    subprocess.run(["make", "-s", "-j", str(os.cpu_count()), *["tests/fuzz/fuzz_" + t for t in AFL_TARGETS]], cwd=folder,
                   env=environment, check=True)
    return folder


def run_afl(folder, target, seeds, seconds):
    """The seeds are many for a start that tries each: the smallest hundred."""
    chosen, found = seeds + "/" + target + "-afl", seeds + "/" + target + "-afl-found"
    for path in chosen, found:
        shutil.rmtree(path, ignore_errors=True)
    os.makedirs(chosen)
    files = sorted((p for p in pathlib.Path(seeds, target).iterdir() if p.is_file()), key=lambda p: (p.stat().st_size, p.name))
    for path in files[:100]:
        shutil.copy(path, chosen)
    environment = dict(os.environ, AFL_SKIP_CPUFREQ="1", AFL_NO_UI="1", AFL_NO_AFFINITY="1", AFL_FAST_CAL="1", AFL_SKIP_CRASHES="1",
                       AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES="1")
    done = subprocess.run(["afl-fuzz", "-i", chosen, "-o", found, "-V", str(seconds), "-t", "5000+", "-m", "none", "--",
                           program(folder, target)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment,
                          errors="replace")
    stats = pathlib.Path(found, "default", "fuzzer_stats")
    if not stats.exists():
        print("fuzz_%s: afl-fuzz does not begin\n%s" % (target, done.stdout[-1500:]))
        return 1
    value = dict(re.findall(r"(?m)^(\w+) *: (.*)$", stats.read_text()))
    crashes = [p for p in pathlib.Path(found, "default", "crashes").glob("id*")]
    for i, path in enumerate(crashes):
        shutil.copy(path, "crash-%s-afl-%d" % (target, i))
    print("fuzz_%s: %s executions, %s/s, %s of %s edges, %s" % (
        target, value.get("execs_done"), value.get("execs_per_sec"), value.get("edges_found"), value.get("total_edges"),
        "FOUND %d" % len(crashes) if crashes else "nothing found"), flush=True)
    return len(crashes)


def run_libfuzzer(folder, target, seeds, seconds):
    corpus = seeds + "/" + target + "-found"
    os.makedirs(corpus, exist_ok=True)
    command = [program(folder, target), *LIMITS, "-max_total_time=%d" % seconds, "-artifact_prefix=crash-%s-" % target]
    if target in CUT_SHORT:
        command += ["-fork=1", "-ignore_timeouts=1", "-ignore_ooms=1"]
    done = subprocess.run([*command, corpus, seeds + "/" + target], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, errors="replace")
    edges = re.findall(r"Loaded \d+ modules +\((\d+) inline", done.stderr)
    covered = re.findall(r"cov: (\d+)", done.stderr)
    executed = re.findall(r"number_of_executed_units: (\d+)", done.stderr) or re.findall(r"(?m)^#(\d+)", done.stderr)
    count = int(executed[-1]) if executed else 0
    print("fuzz_%s: %d executions, %.0f/s, %s of %s edges, %s" % (
        target, count, count / max(seconds, 1), covered[-1] if covered else "?", edges[-1] if edges else "?",
        "nothing found" if done.returncode == 0 else "FOUND"), flush=True)
    if done.returncode:
        print("\n".join(done.stderr.splitlines()[-60:]))
    return done.returncode


def fuzz(options):
    seeds = os.path.join(options.build, "fuzz-seeds")
    make_seeds(options, seeds)
    folder = {"libfuzzer": build_libfuzzer, "afl": build_afl, "own": lambda o: o.build}[options.engine](options)
    targets = AFL_TARGETS if options.engine == "afl" else TARGETS
    seconds = max(1, options.seconds // len(targets))
    failed = 0
    for target in targets:
        if options.engine == "libfuzzer":
            failed += run_libfuzzer(folder, target, seeds, seconds) != 0
        elif options.engine == "afl":
            failed += run_afl(folder, target, seeds, seconds) != 0
        else:
            failed += subprocess.run([program(folder, target), "--seconds", str(seconds), seeds + "/" + target]).returncode != 0
    return failed


def replay(options):
    passed = failed = 0
    for target in TARGETS:
        for path in sorted(pathlib.Path(options.source, "tests/fuzz/crashers", target).glob("*")):
            environment = dict(os.environ, ASAN_OPTIONS="detect_leaks=0")
            done = subprocess.run([program(options.build, target), str(path)], capture_output=True, errors="replace", env=environment)
            # A run that is cut short was none of the errors that it was kept for.
            good = done.returncode == 0 or target in CUT_SHORT and done.returncode == 77
            passed, failed = passed + good, failed + (not good)
            if not good:
                print("not ok - %s\n%s" % (path, done.stderr[-2000:]))
    print("%d passed, %d failed, 0 skipped" % (passed, failed))
    return failed


def flips(options):
    seeds = os.path.join(options.build, "fuzz-seeds")
    make_seeds(options, seeds)
    images = sorted(pathlib.Path(seeds, "image").glob("*"), key=lambda p: (p.stat().st_size, p.name))[::8]
    return subprocess.run([program(options.build, "flips"), str(options.flips), *map(str, images)]).returncode


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", required=True)
    parser.add_argument("--build", required=True)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--engine", choices=["own", "libfuzzer", "afl"], default="own")
    parser.add_argument("--replay", action="store_true")
    parser.add_argument("--flips", type=int, default=0)
    options = parser.parse_args()
    failed = replay(options) if options.replay else flips(options) if options.flips else fuzz(options)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
