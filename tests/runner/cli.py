#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Tests of the commands that convert, check and study code: outputs, files written, exit statuses.

Prints one line for each failure and, last, `N passed, N failed, N skipped`.
"""
import argparse
import csv
import dis
import html.parser
import io
import json
import marshal
import os
import py_compile
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import textwrap

PROGRAM = '''\
def add(a, b):
    return a + b


class Box:
    def total(self, items):
        n = 0
        for item in items:
            n += item.weight
        return n


def names():
    yield from ("a", "b")


print(add(1, 2))
'''


SOURCE = os.environ.get("SOURCE", os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))


def wordcode(codes):
    """What `count --wordcode` tells of code objects and those in them, by dis."""
    sums = dict.fromkeys(("functions", "instructions", "with_argument", "one_byte", "wordcode_bytes", "old_bytes",
                          "cache_bytes"), 0)
    extended = [0, 0, 0]
    for code in codes:
        codes += [c for c in code.co_consts if hasattr(c, "co_code")]
        sums["functions"] += 1
        prefixes = 0
        for one in dis.get_instructions(code, show_caches=True):
            if one.opname == "CACHE":
                sums["cache_bytes"] += 2
                continue
            sums["wordcode_bytes"] += 2
            if one.opname == "EXTENDED_ARG":
                prefixes += 1
                continue
            if prefixes:
                extended[prefixes - 1] += 1
            prefixes = 0
            argument = one.opcode >= dis.HAVE_ARGUMENT
            sums["instructions"] += 1
            sums["with_argument"] += argument
            sums["one_byte"] += argument and one.arg < 256
            sums["old_bytes"] += (3 if one.arg < 65536 else 6) if argument else 1
    return dict(sums, extended_args=extended)


class Tests:
    def __init__(self, regius):
        self.regius = regius
        self.passed = self.failed = 0
        self.folder = tempfile.mkdtemp(prefix="regius-cli-")

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def compile(self, *parts, text=PROGRAM):
        """Writes a source and its .pyc; returns the .pyc's path."""
        source = self.path(*parts)
        os.makedirs(os.path.dirname(source), exist_ok=True)
        with open(source, "w") as f:
            f.write(text)
        return py_compile.compile(source, source + "c", doraise=True)

    def run(self, *args, env=None):
        done = subprocess.run([self.regius, *args], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              text=True, timeout=120, env=env)
        return done.returncode, done.stdout, done.stderr

    def check(self, name, condition, detail=""):
        if condition:
            self.passed += 1
        else:
            self.failed += 1
            print("FAILED %s %s" % (name, detail))

    # ---- convert ----

    def test_convert_file(self):
        pyc = self.compile("one", "p.py")
        status, out, err = self.run("convert", pyc)
        self.check("convert: exit status", status == 0, err)
        self.check("convert: output beside the input", os.path.exists(self.path("one", "p.rgc")))
        self.check("convert: summary", out.startswith("1 file, 5 functions, ") and out.endswith(" s\n"), out)
        self.check("convert: nothing else is left", sorted(os.listdir(self.path("one"))) == ["p.py", "p.pyc", "p.rgc"])
        status, out, err = self.run("convert", "-q", "-o", "made/deep/x.rgc", pyc)
        self.check("convert -q -o FILE", (status, out, err) == (0, "", ""), err)
        self.check("convert -o makes folders", os.path.exists(self.path("made", "deep", "x.rgc")))
        for level in "0", "1":
            status, out, err = self.run("convert", "-q", "-O", level, "-o", "level.rgc", pyc)
            self.check("convert -O " + level, status == 0, err)
            self.check("verify -O " + level, self.run("verify", "level.rgc")[0] == 0)

    def test_convert_tree(self):
        for i in range(20):
            self.compile("tree", "d%d" % (i % 3), "m%d.py" % i, text=PROGRAM + "x = %d\n" % i)
        with open(self.path("tree", "d1", "bad.pyc"), "wb") as f:
            f.write(b"nonsense")
        with open(self.path("tree", "d2", "short.pyc"), "wb") as f, open(self.path("tree", "d0", "m0.pyc"), "rb") as good:
            f.write(good.read()[:200])
        status, out, err = self.run("convert", "-j", "3", "-o", "mirror", "tree")
        self.check("tree: some failed", status == 1, err)
        lines = sorted(err.splitlines())
        self.check("tree: a line for each failure", len(lines) == 2, err)
        self.check("tree: bad magic is named", lines and lines[0].startswith(
            "regius: tree/d1/bad.pyc: error: not a .pyc file"), err)
        self.check("tree: offset", len(lines) > 1 and lines[1].startswith("regius: tree/d2/short.pyc: error: ") and
                   "(offset 0x" in lines[1], err)
        found = sum(name.endswith(".rgc") for _, _, names in os.walk(self.path("mirror")) for name in names)
        self.check("tree: the rest went on", found == 20, str(found))
        self.check("tree: summary", out.startswith("20 files, ") and out.endswith("; 2 failed\n"), out)
        self.check("tree: mirrored", os.path.exists(self.path("mirror", "d2", "m5.rgc")))
        status, out, err = self.run("verify", "mirror")
        self.check("tree: verified", (status, out) == (0, "20 files, 100 functions verified\n"), out + err)
        status, out, err = self.run("convert", "--progress", "-o", "mirror2", "tree/d0")
        self.check("--progress draws a bar", "] 7/7 files" in err, err)

    def test_convert_again(self):
        """A file with the same bytes stays, with a new time; any other is replaced, not written into."""
        pyc = self.compile("again", "p.py")
        name, other = self.path("again.rgc"), self.path("elsewhere.rgc")
        convert = lambda: self.run("convert", "-q", "-o", "again.rgc", pyc)[0]
        self.check("convert again: the first time", convert() == 0)
        data, inode = open(name, "rb").read(), os.stat(name).st_ino
        os.utime(name, (1, 1))
        self.check("convert again: the same file with a new time",
                   convert() == 0 and os.stat(name).st_ino == inode and os.stat(name).st_mtime > 1)
        for what, damaged in (("a byte changed", data[:-1] + bytes([data[-1] ^ 1])), ("longer", data + b"x"), ("shorter", data[:-8]), ("empty", b"")):
            with open(name, "wb") as f:
                f.write(damaged)
            with open(name, "rb") as before:
                self.check("convert again: " + what, convert() == 0 and open(name, "rb").read() == data)
                self.check("convert again, %s: who has the old file keeps it" % what, before.read() == damaged)
        os.rename(name, other)
        os.symlink(other, name)
        self.check("convert again: a link is replaced", convert() == 0 and not os.path.islink(name) and open(name, "rb").read() == data)
        os.unlink(name)
        os.mkfifo(name)
        self.check("convert again: so is a pipe", convert() == 0 and os.path.isfile(name))

    def test_roundtrip(self):
        fixtures = os.path.join(SOURCE, "tests", "data", "pyc")
        files = sum(name.endswith(".pyc") for _, _, names in os.walk(fixtures) for name in names)
        status, out, err = self.run("convert", "--check-roundtrip", fixtures)
        self.check("--check-roundtrip: files of every version", (status, err) == (0, "") and files > 400 and
                   re.fullmatch(r"%d files, \d+ functions, \d+ stack instructions, the same when written again, [0-9.]+ s\n" %
                                files, out), out + err)
        good = self.compile("rewritten", "one.py")
        self.compile("rewritten", "sub", "two.py", text="def f(x):\n    return x\n" * 50)
        before = sorted(os.walk(self.path("rewritten")))
        status, out, err = self.run("convert", "--check-roundtrip", "-j", "3", good, "rewritten")
        self.check("--check-roundtrip: files and folders", (status, err) == (0, "") and out.startswith("3 files, "), out + err)
        with open(good, "rb") as f:
            data = bytearray(f.read())
        damaged = {"cut": data[:-3], "empty": b"", "magic": b"nonsense" * 4, "kind": data[:40] + b"\xff" + data[41:]}
        for name, bad in damaged.items():
            with open(self.path("rewritten", name + ".pyc"), "wb") as f:
                f.write(bad)
        status, out, err = self.run("convert", "--check-roundtrip", "-j", "2", "rewritten")
        self.check("--check-roundtrip: bad files", status == 1 and len(err.splitlines()) == 4 and
                   out.startswith("2 files, ") and out.endswith("; 4 failed\n"), out + err)
        self.check("--check-roundtrip: a line for each", all(re.match(
            r"regius: rewritten/\w+\.pyc: error: .* \(offset 0x[0-9a-f]+\)$", line) for line in err.splitlines()), err)
        for name in damaged:
            os.unlink(self.path("rewritten", name + ".pyc"))
        # A cell of the exception table written in more digits than it needs: it is read, but no CPython writes it so.
        text = "def f():\n    try:\n        g()\n    except E:\n        pass\n"
        table = compile(text, "p.py", "exec").co_consts[0].co_exceptiontable
        odd = self.compile("odd", "p.py", text=text)
        with open(odd, "rb") as f:
            data = f.read()
        at = data.index(table)
        longer = bytes([table[0] & 0x80 | 0x40, table[0] & 0x7f]) + table[1:]
        data = data[:at - 4] + len(longer).to_bytes(4, "little") + longer + data[at + len(table):]
        with open(odd, "wb") as f:
            f.write(data)
        status, out, err = self.run("convert", "--check-roundtrip", "odd")
        self.check("--check-roundtrip: a difference", status == 1 and re.match(
            r"regius: odd/p.pyc: error: not the same when written again: .* \(offset 0x[0-9a-f]+\)\n$", err) and
            out.startswith("0 files, ") and out.endswith("; 1 failed\n"), out + err)
        self.check("--check-roundtrip: it converts all the same", self.run("convert", "-q", "-o", "odd.rgc", odd)[0] == 0)
        status, out, err = self.run("convert", "--check-roundtrip", "-q", good)
        self.check("--check-roundtrip -q", (status, out, err) == (0, "", ""), out + err)
        status, out, err = self.run("convert", "--check-roundtrip", "-o", "x.rgc", good)
        self.check("--check-roundtrip -o", status == 2 and "writes no files" in err, err)
        status, out, err = self.run("convert", "--check-roundtrip", "absent.pyc")
        self.check("--check-roundtrip: no such file", status == 1 and "cannot read file" in err, err)
        self.check("--check-roundtrip leaves no files", sorted(os.walk(self.path("rewritten"))) == before)

    def test_convert_is_stable(self):
        pyc = self.compile("stable", "p.py")
        self.run("convert", "-q", "-o", "a.rgc", pyc)
        self.run("convert", "-q", "-o", "b.rgc", pyc)
        with open(self.path("a.rgc"), "rb") as a, open(self.path("b.rgc"), "rb") as b:
            self.check("the same input gives the same bytes", a.read() == b.read())

    ASSUMED = '''
class Box:
    def __init__(self):
        self.size = 5
def keep(box, seen):
    for i in range(4):
        seen.append(box.size)
        len(seen)
    return seen
def own_store(box, seen):
    for i in range(4):
        seen.append(box.size)
        box.size = i
    return seen
def changed_below(box, seen):
    for i in range(4):
        seen.append(box.size)
        grow(box)
    return seen
def grow(box):
    box.size += 1
LIMIT = 1
def raise_limit():
    global LIMIT
    LIMIT += 1
def look():
    seen = []
    for i in range(4):
        seen.append(LIMIT)
        if i == 2:
            raise_limit()
    return seen
print(keep(Box(), []), own_store(Box(), []), look())
print(changed_below(Box(), []))
'''

    def test_assume(self):
        pyc = self.compile("assume", "a.py", text=self.ASSUMED)
        printed, executed = {}, {}
        for assume in "", "stable-globals", "stable-attributes", "stable-globals,stable-attributes":
            options = ["--assume=" + assume] if assume else []
            self.run("convert", "-q", *options, "-o", "a.rgc", pyc)
            status, out, err = self.run("count", "--run", "--format=json", "a.rgc")
            self.check("--assume=%s runs" % assume, status == 0, err)
            printed[assume] = out.splitlines()
            executed[assume] = {f["name"]: f["executed"]["register"] for f in json.loads(err)["functions"]}
        right = ["[5, 5, 5, 5] [5, 0, 1, 2] [1, 1, 1, 2]", "[5, 6, 7, 8]"]
        stale = [right[0], "[5, 5, 5, 5]"]  # what the assumption says will not be looked at
        self.check("no assumption", printed[""] == right, str(printed))
        self.check("stable-globals changes nothing", printed["stable-globals"] == right, str(printed))
        self.check("stable-attributes", printed["stable-attributes"] == printed["stable-globals,stable-attributes"] == stale, str(printed))
        self.check("stable-globals saves loads", executed["stable-globals"]["look"] < executed[""]["look"], str(executed))
        self.check("stable-attributes saves loads", executed["stable-attributes"]["keep"] < executed[""]["keep"], str(executed))

    def test_usage(self):
        pyc = self.compile("usage", "p.py")
        for args in (["convert"], ["convert", "--bogus", pyc], ["convert", "-O", "7", pyc], ["convert", "-j", "x", pyc],
                     ["convert", "--assume=luck", pyc], ["verify"], ["dis"], ["dis", "--stage=soup", pyc],
                     ["count", "--by=colour", pyc], ["count", "--format=xml", pyc], ["count"], ["opcodes", "extra"],
                     ["cache", "--bogus"]):
            status, out, err = self.run(*args)
            self.check("usage error: " + " ".join(args[:2]), status == 2 and out == "" and
                       err.startswith("regius: ") and err.count("\n") == 1, err)
        status, out, err = self.run("--help")
        self.check("--help", status == 0 and "regius convert" in out and err == "", err)

    def test_unreadable(self):
        status, out, err = self.run("convert", "absent.pyc")
        self.check("absent file", status == 1 and
                   err.startswith("regius: absent.pyc: error: cannot read file: No such file or directory"), err)
        for command in "dis", "count":
            status, out, err = self.run(command, "absent.pyc")
            self.check(command + " of an absent file", status == 2 and out == "" and "absent.pyc: error: " in err, err)

    def test_verify_versions(self):
        """Code of every version converts without complaint when all that conversion does is checked."""
        data = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data", "pyc")
        for version in sorted(os.listdir(data)):
            status, out, err = self.run("verify", os.path.join(data, version))
            self.check("verify: all of " + version, status == 0 and out.endswith(" functions verified\n") and err == "", out + err)

    def test_verify_damage(self):
        pyc = self.compile("damage", "p.py")
        self.run("convert", "-q", "-o", "d.rgc", pyc)
        with open(self.path("d.rgc"), "rb") as f:
            data = bytearray(f.read())
        data[len(data) // 2] ^= 1
        with open(self.path("d.rgc"), "wb") as f:
            f.write(data)
        status, out, err = self.run("verify", "d.rgc")
        self.check("a flipped bit is found", status == 1 and "checksum" in err, err)

    # ---- dis ----

    def test_dis(self):
        pyc = self.compile("dis", "p.py")
        status, out, err = self.run("dis", pyc)
        self.check("dis", status == 0 and err == "", err)
        self.check("dis shows the source", "|     return a + b" in out)
        self.check("dis shows both machines", any("BINARY_OP +" in l and "| " in l and "ADD r" in l for l in out.splitlines()))
        for stage, word in (("stack", "BINARY_OP +"), ("cfg", ""), ("ir", "ADD"), ("code", "ADD r")):
            status, out, err = self.run("dis", "--stage=" + stage, "--function", "add", pyc)
            self.check("dis --stage=" + stage, status == 0 and word in out and "Box" not in out, err)
        status, out, err = self.run("dis", "--function", "Box.total", pyc)
        self.check("dis --function of a method", "Box.total" in out and "FOR_LOOP" in out, out)
        status, out, err = self.run("dis", "--function", "nothing", pyc)
        self.check("dis of an unknown function", status == 1 and "nothing" in err, err)
        self.run("convert", "-q", "-o", "dis.rgc", pyc)
        status, out, err = self.run("dis", "dis.rgc")
        self.check("dis of an image", status == 0 and "ADD r" in out, err)
        with open(self.path("dis", "source.py"), "w") as f:
            f.write("def f(names):\n    for n in names:\n        print(n)\n")
        status, out, err = self.run("dis", "--function", "f", self.path("dis", "source.py"))
        self.check("dis of a source file", status == 0 and "FOR_LOOP" in out, out + err)
        status, out, err = self.run("dis", "--pass", "entry", "--function", "f", self.path("dis", "source.py"))
        self.check("dis --pass shows what a pass does", status == 0 and
                   any(l.startswith("- ") and "LOAD_GLOBAL" in l for l in out.splitlines()) and
                   any(l.startswith("+ ") for l in out.splitlines()), out + err)
        status, out, err = self.run("dis", "--pass", "fold", "--function", "f", self.path("dis", "source.py"))
        self.check("dis --pass of a pass without work", status == 0 and "nothing to do for fold" in out, out + err)
        status, out, err = self.run("dis", "--pass", "lift", "--function", "f", self.path("dis", "source.py"))
        self.check("dis --pass lift", status == 0 and "LOAD_GLOBAL" in out and "b1:" in out, out + err)
        status, out, err = self.run("dis", "--pass", "soup", pyc)
        self.check("dis --pass of no pass", status == 2 and out == "" and "lift, " in err and "soup" in err, err)
        status, out, err = self.run("dis", "--stage=jit", pyc)
        self.check("dis --stage=jit", status == 2 and out == "" and "machine code" in err, err)

    # ---- count ----

    def test_count(self):
        pyc = self.compile("count", "p.py")
        status, out, err = self.run("count", "--format=json", pyc)
        self.check("count", status == 0, err)
        result = json.loads(out)
        self.check("count: keys", list(result) == ["file", "source_version", "functions", "total"], str(list(result)))
        self.check("count: version", result["source_version"] == "3.11")
        functions = {f["name"]: f for f in result["functions"]}
        self.check("count: functions", sorted(functions) == ["<module>", "Box", "Box.total", "add", "names"], str(sorted(functions)))
        self.check_counts(functions)
        total = result["total"]
        for key in "instructions", "bytes", "extended_args":
            self.check("count: total of " + key, total["stack"][key] == sum(f["stack"][key] for f in functions.values()))
        self.check("count: register code is shorter",
                   total["register"]["instructions"] < total["stack"]["instructions"], str(total))
        self.check("count: nothing executed", total["executed"] is None)
        status, out, err = self.run("count", "--by=opcode", "--format=json", pyc)
        opcodes = json.loads(out)["opcodes"]
        self.check("count --by=opcode: stack", sum(opcodes["stack"].values()) == total["stack"]["instructions"])
        self.check("count --by=opcode: register", sum(opcodes["register"].values()) == total["register"]["instructions"])
        status, out, err = self.run("count", "--format=csv", "--output", "c.csv", pyc)
        with open(self.path("c.csv")) as f:
            rows = list(csv.DictReader(f))
        self.check("count --format=csv", out == "" and len(rows) == len(functions) + 1 and rows[-1]["name"] == "total")
        status, out, err = self.run("count", "--by=total", pyc)
        self.check("count --by=total", status == 0 and out.count("\n") == 3, out)

    def test_count_run(self):
        with open(self.path("loop.py"), "w") as f:
            f.write("import sys\ndef f(n):\n    t = 0\n    for i in range(n):\n        t += i\n    return t\n"
                    "print(f(int(sys.argv[1])))\nsys.exit(7)\n")
        status, out, err = self.run("count", "--run", "--format=json", "loop.py", "10")
        self.check("count --run: the program's output and status", (status, out) == (7, "45\n"), out + err)
        result = json.loads(err)
        executed = {f["name"]: f["executed"] for f in result["functions"]}
        # RESUME; t = 0; range(n); GET_ITER; 10 times FOR_ITER, STORE, LOAD, LOAD, BINARY_OP, STORE, JUMP; FOR_ITER; return
        self.check("count --run: stack", executed["f"]["stack"] == 1 + 2 + 5 + 10 * 7 + 1 + 2, str(executed))
        self.check("count --run: register", executed["f"]["register"] < 30, str(executed))
        self.check("count --run: total", result["total"]["executed"]["stack"] == sum(e["stack"] for e in executed.values()))
        self.check("count --run: elsewhere", result["elsewhere"] == {"stack": 0, "register": 0}, str(result["elsewhere"]))
        status, out, err = self.run("count", "--run", "--by=opcode", "--format=json", "--output", "o.json", "loop.py", "10")
        with open(self.path("o.json")) as f:
            opcodes = json.load(f)["opcodes_executed"]
        self.check("count --run --output", (status, out, err) == (7, "45\n", ""), out + err)
        self.check("count --run --by=opcode", opcodes["stack"]["FOR_ITER"] == 11, str(opcodes))
        status, out, err = self.run("count", "--run", "--by=instruction", "--format=csv", "--output", "i.csv", "loop.py", "10")
        with open(self.path("i.csv")) as f:
            rows = [r for r in csv.DictReader(f) if r["name"] == "f"]
        self.check("count --run --by=instruction", sum(int(r["executed"]) for r in rows) == executed["f"]["stack"])
        self.run("convert", "-q", "-o", "loop.rgc", self.compile("count_run", "p.py"))
        status, out, err = self.run("count", "--run", "--by=total", "loop.rgc")
        self.check("count --run of an image", status == 0 and "total" in err, err)
        with open(self.path("wrong.py"), "w") as f:
            f.write("def f(:\n")
        status, out, err = self.run("count", "--run", "wrong.py")
        self.check("count --run of a syntax error", status == 2 and "SyntaxError" in err, err)

    def test_wordcode(self):
        self.compile("words", "small.py")
        self.compile("words", "names.py", text="".join("v%d = v%d\n" % (i, i * 7 % 300) for i in range(400)) +
                     "def f(x):\n" + "    if x:\n        x += 1\n" * 100)
        self.compile("words", "consts.py", text="".join("x = %d.5\n" % i for i in range(66000)))
        files, codes = 0, []
        for name in os.listdir(self.path("words")):
            if name.endswith(".pyc"):
                files += 1
                with open(self.path("words", name), "rb") as f:
                    codes.append(marshal.loads(f.read()[16:]))
        want = wordcode(codes)
        want["files"] = files
        status, out, err = self.run("count", "--wordcode", "--format=json", "words")
        result = json.loads(out)
        entry = dict(result["versions"][0], version="total")
        self.check("count --wordcode: what dis counts", (status, err) == (0, "") and entry == dict(want, version="total"),
                   "%s, not %s" % (entry, want))
        self.check("count --wordcode: total", result["total"] == entry and result["versions"][0]["version"] == "3.11", out)
        self.check("count --wordcode: long arguments", want["extended_args"][0] > 300 and want["extended_args"][1] > 400)
        status, out, err = self.run("count", "--wordcode", "--format=csv", "--output", "w.csv", "words/small.pyc",
                                    os.path.join(SOURCE, "tests", "data", "pyc"))
        with open(self.path("w.csv")) as f:
            rows = list(csv.DictReader(f))
        self.check("count --wordcode --output", (status, out, err) == (0, "", ""), out + err)
        self.check("count --wordcode: every version", [row["version"] for row in rows] ==
                   ["3.%d" % minor for minor in range(6, 15)] + ["total"], str(rows))
        for key in rows[0]:
            if key != "version":
                self.check("count --wordcode: sum of " + key, sum(int(row[key]) for row in rows[:-1]) == int(rows[-1][key]))
        for row in rows:
            self.check("count --wordcode: sizes of " + row["version"], int(row["wordcode_bytes"]) == 2 * sum(
                int(row[key]) * times for key, times in
                (("instructions", 1), ("extended_1", 1), ("extended_2", 2), ("extended_3", 3))) and
                (int(row["cache_bytes"]) > 0) == (row["version"] not in ("3.6", "3.7", "3.8", "3.9", "3.10")), str(row))
        status, out, err = self.run("count", "--wordcode", "--progress", "words")
        self.check("count --wordcode: text", status == 0 and len(out.splitlines()) == 4 and "] 3/3 files" in err, out + err)
        ratio = "%.1f%%" % (100 * want["wordcode_bytes"] / want["old_bytes"])
        self.check("count --wordcode: ratio", ratio in out.splitlines()[-1], out)
        with open(self.path("words", "bad.pyc"), "wb") as f:
            f.write(b"nonsense")
        status, out, err = self.run("count", "--wordcode", "words")
        self.check("count --wordcode: a bad file", status == 1 and " 3 " in out.splitlines()[-1] and
                   err.startswith("regius: words/bad.pyc: error: not a .pyc file"), out + err)
        status, out, err = self.run("count", "--wordcode", "words/bad.pyc")
        self.check("count --wordcode: only a bad file", (status, out) == (2, "") and err.count("\n") == 1, out + err)
        for args in (["--run"], ["--by=opcode"]):
            status, out, err = self.run("count", "--wordcode", *args, "words")
            self.check("count --wordcode " + args[0], status == 2 and "--wordcode goes with" in err, err)

    def test_documented_example(self):
        with open(os.path.join(SOURCE, "docs", "counting.md"), encoding="utf-8") as f:
            blocks = [textwrap.dedent(b) for b in re.findall(r"(?:^    .*\n|^\n(?=    ))+", f.read(), re.M)]
        program = next(b for b in blocks if "def factorial" in b).strip() + "\n"
        with open(self.path("factorial.py"), "w") as f:
            f.write(program)
        shown = "".join(blocks)
        status, out, err = self.run("dis", "--function", "factorial", "factorial.py")
        out = out.replace(self.path("factorial.py"), "factorial.py")
        self.check("docs/counting.md: the code is what dis prints", all(l.strip() in shown for l in out.splitlines()), out)
        status, out, err = self.run("count", "--run", "factorial.py")
        self.check("docs/counting.md: the counts are what count prints",
                   status == 0 and all(l.strip() in shown for l in err.splitlines()), err)

    def test_report(self):
        with open(self.path("page.py"), "w") as f:
            f.write("def f(a, b):\n    return a < b and 'x & y <z>'\nprint(f(1, 2))\n")
        for args in ([], ["--run"]):
            status, out, err = self.run("report", "-o", "page.html", *args, "page.py")
            self.check("report " + " ".join(args), (status, err) == (0, "") and out == ("x & y <z>\n" if args else ""), out + err)
            with open(self.path("page.html"), encoding="utf-8") as f:
                page = f.read()
            self.check("report is whole", page.startswith("<!DOCTYPE html>") and page.endswith("</html>\n"))
            self.check("report escapes", "x &amp; y &lt;z&gt;" in page and "<z>" not in page)
            self.check("report needs no network", "http" not in page and "src=" not in page)
            self.check("report links both machines", 'href="#f1s' in page and "id=f1s0" in page)
            self.check("report tells what was executed", ("Executed instructions" in page) == bool(args))
        checker = html.parser.HTMLParser()
        stack = []
        checker.handle_starttag = lambda tag, attrs: stack.append(tag) if tag not in ("meta", "br", "col") else None
        checker.handle_endtag = lambda tag: self.check("report: </%s>" % tag, False) if not stack or stack.pop() != tag else None
        checker.feed(page)
        self.check("report is well-formed", not stack, str(stack))
        for args in (["report", "page.py"], ["report", "-o", "x.html"], ["report", "-o"], ["report", "--bogus", "page.py"]):
            status, out, err = self.run(*args)
            self.check("report: usage", status == 2 and err.startswith("regius: ") and err.count("\n") == 1, err)
        status, out, err = self.run("report", "-o", "no/such/folder/x.html", "page.py")
        self.check("report: no place to write", status == 1 and err.count("\n") == 1, err)

    def check_counts(self, functions):
        """Stack figures against CPython's own view of the file."""
        import dis
        import types

        def walk(code):
            yield code
            for const in code.co_consts:
                if isinstance(const, types.CodeType):
                    yield from walk(const)

        for code in walk(compile(PROGRAM, self.path("count", "p.py"), "exec")):
            instructions = [i for i in dis.get_instructions(code)]
            extended = sum(i.opname == "EXTENDED_ARG" for i in instructions)
            expected = {"instructions": len(instructions) - extended, "bytes": len(code.co_code), "extended_args": extended}
            got = functions[code.co_qualname]
            self.check("count of " + code.co_qualname, got["stack"] == expected, "%r %r" % (got["stack"], expected))
            self.check("line of " + code.co_qualname, got["line"] == code.co_firstlineno)

    # ---- the rest ----

    def test_opcodes(self):
        status, out, err = self.run("opcodes")
        self.check("opcodes", status == 0 and "CALL_METHOD" in out)
        status, out, err = self.run("opcodes", "--markdown")
        source = os.environ.get("SOURCE")
        document = source and os.path.join(source, "docs", "opcodes.md")
        self.check("opcodes --markdown", status == 0 and out.startswith("# "))
        if document and os.path.exists(document):
            with open(document) as f:
                self.check("docs/opcodes.md is current", f.read() == out)

    def test_stats(self):
        program = "total = 0\nfor i in range(1000):\n    total += len('abc')\nprint(total)\n"
        path = self.compile("stats.py", text=program)
        status, out, err = self.run("-X", "stats", path)
        figures = {m[1]: int(m[2]) for m in re.finditer(r"^  (\S[^\n]*?)  +(\d+)\b", err, re.M)}
        self.check("-X stats leaves the program's output alone", (status, out) == (0, "3000\n"), out + err)
        self.check("-X stats: inline caches", 0 < figures.get("inline caches: filled", 0) <= figures.get("inline caches", 0), err)
        status, out, err = self.run("count", "--run", "--format=json", path)
        total = json.loads(err)["total"]["executed"]
        self.check("-X stats counts as count --run does", total["stack"] > 5000 and total == {
            "stack": figures.get("instructions: of stack code"), "register": figures.get("instructions: executed")}, str(total))

    def test_cache(self):
        env = dict(os.environ, REGIUS_CACHE_DIR=self.path("cache"))
        status, out, err = self.run("cache", "--path", env=env)
        self.check("cache --path", (status, out) == (0, self.path("cache") + "\n"), out)
        status, out, err = self.run("cache", "--stats", env=env)
        self.check("cache --stats without a cache", status == 0 and out.startswith("0 files, 0 bytes"), out + err)
        os.makedirs(self.path("cache", "sub"))
        with open(self.path("cache", "sub", "x.rgc"), "w") as f:
            f.write("12345")
        status, out, err = self.run("cache", env=env)
        self.check("cache --stats", out.startswith("1 file, 5 bytes"), out)
        status, out, err = self.run("cache", "--clear", env=env)
        self.check("cache --clear", status == 0 and os.listdir(self.path("cache")) == [], out + err)
        program = self.compile("cached", "program.py", text="print('hello')\n")
        other = self.path("cached", "other-build")
        with open(self.regius, "rb") as f:
            text = f.read()
        at = text.find(struct.pack("<III4s", 4, 20, 3, b"GNU\0"))
        self.check("the program has a build ID", at > 0)
        with open(other, "wb") as f:
            f.write(text[:at + 16] + bytes([text[at + 16] ^ 1]) + text[at + 17:])
        os.chmod(other, 0o755)
        files = []
        for regius in self.regius, self.regius, other:
            done = subprocess.run([regius, "-I", "-S", program], stdout=subprocess.PIPE, text=True, timeout=120, env=env)
            files.append(sum(len(names) for _, _, names in os.walk(self.path("cache"))))
            self.check("the cache changes nothing", done.stdout == "hello\n", done.stdout)
        self.check("builds share no entries of the cache", files[0] == files[1] > 0 and files[2] == 2 * files[0], str(files))
        self.run("cache", "--clear", env=env)
        os.symlink("/tmp", self.path("link"))
        status, out, err = self.run("cache", "--clear", env=dict(env, REGIUS_CACHE_DIR=self.path("link")))
        self.check("cache --clear leaves others' folders alone", status == 1 and "not a folder of this user" in err, err)
        env = {"XDG_CACHE_HOME": "/x", "HOME": "/h"}
        self.check("cache in XDG_CACHE_HOME", self.run("cache", "--path", env=env)[1] == "/x/regius\n")
        self.check("cache in HOME", self.run("cache", "--path", env={"HOME": "/h"})[1] == "/h/.cache/regius\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--regius", default=os.environ.get("REGIUS", "regius"))
    options = parser.parse_args()
    tests = Tests(os.path.abspath(options.regius))
    for name in sorted(vars(Tests)):
        if name.startswith("test_"):
            try:
                getattr(tests, name)()
            except Exception as error:  # a test that breaks is a failure like others
                tests.check(name, False, "%s: %s" % (type(error).__name__, error))
    shutil.rmtree(tests.folder)
    print("%d passed, %d failed, %d skipped" % (tests.passed, tests.failed, 0))
    return 1 if tests.failed else 0


if __name__ == "__main__":
    sys.exit(main())
