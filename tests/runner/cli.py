#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Command-line tests: exit statuses, error lines, files written, for every command of `regius`."""
import argparse
import json
import os
import py_compile
import re
import subprocess
import sys
import tempfile

RESULTS = []


def check(name, ok, detail=""):
    RESULTS.append(ok)
    print("%s %d - %s%s" % ("ok" if ok else "not ok", len(RESULTS), name, "" if ok else "\n#   " + str(detail)[:600].replace("\n", "\n#   ")))


class Tester:
    def __init__(self, regius, tmp):
        self.regius, self.tmp = regius, tmp

    def path(self, name):
        return os.path.join(self.tmp, name)

    def write(self, name, data):
        with open(self.path(name), "wb") as f:
            f.write(data if isinstance(data, bytes) else data.encode())
        return self.path(name)

    def pyc(self, name, source):
        self.write(name + ".py", source)
        py_compile.compile(self.path(name + ".py"), self.path(name + ".pyc"), doraise=True)
        return self.path(name + ".pyc")

    def run(self, *args, stdin=b"", env=None):
        done = subprocess.run([self.regius, *args], input=stdin, capture_output=True, cwd=self.tmp, timeout=120,
                              env=dict(os.environ, REGIUS_CACHE_DIR=self.path("cache"), **(env or {})))
        return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")


def running(t):
    prog = t.pyc("prog", "import sys\nprint('args', sys.argv[1:])\n")
    code, out, err = t.run(prog, "a", "-b")
    check("runs a .pyc with arguments", (code, out) == (0, "args ['a', '-b']\n"), (code, out, err))
    code, out, err = t.run(t.path("prog.py"), "x")
    check("runs a .py", (code, out) == (0, "args ['x']\n"), (code, out, err))
    code, out, err = t.run("-c", "import sys; print(sys.argv); print(6 * 7)", "z")
    check("-c", (code, out) == (0, "['-c', 'z']\n42\n"), (code, out, err))
    code, out, err = t.run("-", stdin=b"print('from stdin')\n")
    check("- reads standard input", (code, out) == (0, "from stdin\n"), (code, out, err))
    t.write("modx.py", "print(__name__)\n")
    code, out, err = t.run("-m", "modx", env={"PYTHONPATH": t.tmp})
    check("-m", (code, out) == (0, "__main__\n"), (code, out, err))
    code, out, err = t.run(t.pyc("fails", "def f():\n    return 1 / 0\nf()\n"))
    check("uncaught exception: status 1 and a traceback", code == 1 and err.startswith("Traceback (most recent call last):") and
          err.endswith("ZeroDivisionError: division by zero\n") and "~~^~~" in err, (code, err))
    check("sys.exit(5)", t.run("-c", "import sys; sys.exit(5)")[0] == 5)
    code, out, err = t.run("-c", "import sys; sys.exit('bye')")
    check("sys.exit('text')", (code, err) == (1, "bye\n"), (code, err))
    code, out, err = t.run("-c", "1 +")
    check("SyntaxError of -c", code == 1 and "SyntaxError: invalid syntax" in err, (code, err))
    code, out, err = t.run("-c", "import nonexistent_module_xyz")
    check("missing module", code == 1 and "ModuleNotFoundError: No module named 'nonexistent_module_xyz'" in err, (code, err))
    code, out, err = t.run("-c", "print(1)", env={"REGIUS_PYTHON": "/nonexistent/python"})
    check("no CPython to compile with: says so and names the variable", code != 0 and "REGIUS_PYTHON" in err, (code, err))
    check("--version", t.run("--version")[0] == 0 and "egius" in t.run("--version")[1], t.run("--version"))
    check("--help", t.run("--help")[0] == 0 and "convert" in t.run("--help")[1])
    check("unknown option is a usage error", t.run("--no-such-option")[0] == 2)
    code, out, err = t.run("-c", "def f(n): return f(n + 1)\ntry: f(0)\nexcept RecursionError as e: print('deep', e)")
    check("deep recursion", (code, out) == (0, "deep maximum recursion depth exceeded\n"), (code, out, err[-300:]))
    code, out, err = t.run("-c", "try: x = 'a' * (1 << 60)\nexcept MemoryError: print('memory')\ntry: [0] * (1 << 58)\nexcept MemoryError: print('memory')")
    check("MemoryError", (code, out) == (0, "memory\nmemory\n"), (code, out, err[-300:]))


def bad_input(t):
    def one_line(name, args, pattern, status=2):
        code, out, err = t.run(*args)
        check(name, code == status and out == "" and len(err.splitlines()) == 1 and re.search(pattern, err), (code, out, err))

    good = open(t.pyc("good", "def f(a, *b, c=1):\n    return [a for a in b]\nprint(f(1, 2))\n"), "rb").read()
    one_line("missing file", [t.path("nothing.pyc")], r"nothing\.pyc")
    one_line("truncated .pyc", [t.write("short.pyc", good[:50])], r"truncated|corrupt")
    one_line("header only", [t.write("head.pyc", good[:16])], r"truncated|corrupt")
    one_line("empty file", [t.write("empty.pyc", b"")], r"truncated|empty")
    one_line("bad magic", [t.write("magic.pyc", b"\x00\x01\x02\x03" + good[4:])], r"magic")
    one_line("other version", [t.write("v38.pyc", (3413).to_bytes(2, "little") + b"\r\n" + good[4:])], r"3\.8")
    one_line("corrupt .pyc", [t.write("corrupt.pyc", good[:30] + b"\xff" * 40 + good[70:])], r"corrupt|truncated|\.pyc")
    rgc = t.path("good.rgc")
    check("convert writes the .rgc", t.run("convert", "-q", "-o", rgc, t.path("good.pyc"))[0] == 0 and os.path.exists(rgc))
    image = open(rgc, "rb").read()
    check("the .rgc runs", t.run(rgc)[:2] == (0, "[2]\n"), t.run(rgc))
    one_line("truncated .rgc", [t.write("short.rgc", image[:len(image) // 2])], r"\.rgc")
    broken = bytearray(image)
    broken[len(broken) // 2] ^= 0x40
    one_line("corrupt .rgc", [t.write("broken.rgc", bytes(broken))], r"checksum|corrupt")
    crashes = []
    for i in range(0, len(good), 3):
        for data in (good[:i], good[:i] + bytes([good[i] ^ (1 << (i % 8))]) + good[i + 1:]):
            code = t.run("verify", t.write("fuzz.pyc", data))[0]
            if code not in (0, 1, 2):
                crashes.append((i, code))
    check("damaged .pyc files never crash the reader", not crashes, crashes)
    crashes = [i for i in range(0, len(image), max(1, len(image) // 200))
               if t.run(t.write("fuzz.rgc", image[:i] + bytes([image[i] ^ 0xff]) + image[i + 1:]))[0] not in (0, 1, 2)]
    check("damaged .rgc files never crash", not crashes, crashes)


def converting(t):
    os.makedirs(t.path("tree/pkg"))
    for name in ("tree/a", "tree/pkg/__init__", "tree/pkg/b"):
        t.pyc(name, "x = 1\ndef f(): return x\n")
    t.write("tree/bad.pyc", b"garbage")
    code, out, err = t.run("convert", "-o", t.path("out"), t.path("tree"))
    check("convert a tree: one bad file fails alone", code == 1 and len([l for l in err.splitlines() if "error" in l]) == 1 and
          os.path.exists(t.path("out/a.rgc")) and os.path.exists(t.path("out/pkg/b.rgc")) and not os.path.exists(t.path("out/bad.rgc")), (code, out, err))
    check("no temporary files stay", not [f for _, _, fs in os.walk(t.path("out")) for f in fs if not f.endswith(".rgc")])
    check("summary line", re.search(r"\d+ file", out + err) is not None, (out, err))
    os.unlink(t.path("tree/bad.pyc"))
    check("convert -j 2", t.run("convert", "-q", "-j", "2", "-o", t.path("out2"), t.path("tree")) == (0, "", ""), t.run("convert", "-q", "-j", "2", "-o", t.path("out2"), t.path("tree")))
    same = all(open(t.path("out/" + n), "rb").read() == open(t.path("out2/" + n), "rb").read() for n in ("a.rgc", "pkg/b.rgc"))
    check("conversion is reproducible", same)
    check("verify", t.run("verify", t.path("out2"))[0] == 0, t.run("verify", t.path("out2")))
    check("beside the source without -o", t.run("convert", "-q", t.path("tree/a.pyc"))[0] == 0 and os.path.exists(t.path("tree/a.rgc")))
    check("convert without a path is a usage error", t.run("convert")[0] == 2)
    check("unwritable output", t.run("convert", "-q", "-o", "/proc/nothing.rgc", t.path("tree/a.pyc"))[0] == 1)


def studying(t):
    pyc = t.pyc("study", "def fact(n):\n    f = 1\n    for i in range(2, n + 1):\n        f *= i\n    return f\nprint(fact(10))\n")
    for stage in ("stack", "cfg", "ir", "code", "both"):
        code, out, err = t.run("dis", "--stage=" + stage, pyc)
        check("dis --stage=" + stage, code == 0 and "fact" in out, (code, out[:300], err))
    code, out, err = t.run("dis", "--function", "fact", pyc)
    check("dis --function", code == 0 and "IMUL" in out and "CALL_FUNCTION" not in out, (code, out, err))
    code, out, err = t.run("count", "--format=json", pyc)
    try:
        data = json.loads(out)
    except ValueError:
        data = {}
    check("count --format=json", code == 0 and data.get("source_version") == "3.11" and len(data["functions"]) == 2 and
          data["total"]["stack"]["instructions"] > data["total"]["register"]["instructions"] > 0 and
          data["total"]["stack"]["bytes"] == sum(f["stack"]["bytes"] for f in data["functions"]), (code, out[:500], err))
    import dis
    import marshal
    code_object = marshal.loads(open(pyc, "rb").read()[16:])
    want = {}
    todo = [code_object]
    while todo:
        c = todo.pop()
        todo += [k for k in c.co_consts if hasattr(k, "co_code")]
        want[c.co_name] = (sum(i.opname != "EXTENDED_ARG" for i in dis.get_instructions(c)), len(c.co_code))
    got = {f["name"].split(".")[-1]: (f["stack"]["instructions"], f["stack"]["bytes"]) for f in data.get("functions", [])}
    check("stack counts equal CPython's", want == got, (want, got))
    check("count --by=opcode --format=csv", t.run("count", "--by=opcode", "--format=csv", pyc)[0] == 0)
    check("opcodes --markdown", "LOAD_ATTR" in t.run("opcodes", "--markdown")[1])
    check("cache --path", t.run("cache", "--path")[1].strip() == t.path("cache"), t.run("cache", "--path"))


def cache(t):
    big = t.pyc("cached", "print('cached')\n" + "\n".join("def f%d(a): return a + %d" % (i, i) for i in range(50)))
    first, second = t.run(big), t.run(big)
    check("second run gives the same", first == second == (0, "cached\n", ""), (first, second))
    os.chmod(t.path("cache"), 0o755) if os.path.exists(t.path("cache")) else None
    check("a cache that others may read is still no obstacle", t.run(big)[:2] == (0, "cached\n"))
    check("REGIUS_CACHE=off", t.run(big, env={"REGIUS_CACHE": "off"})[:2] == (0, "cached\n"))
    check("a cache that cannot be written never stops a program", t.run(big, env={"REGIUS_CACHE_DIR": "/proc/none"})[:2] == (0, "cached\n"))
    check("cache --clear", t.run("cache", "--clear")[0] == 0)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--regius", required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="regius-cli-") as tmp:
        t = Tester(os.path.abspath(options.regius), tmp)
        for part in (running, bad_input, converting, studying, cache):
            try:
                part(t)
            except Exception as e:  # a broken part must not hide the others
                check(part.__name__, False, repr(e))
    print("%d passed, %d failed, 0 skipped" % (sum(map(bool, RESULTS)), len(RESULTS) - sum(map(bool, RESULTS))))
    return 0 if all(RESULTS) else 1


if __name__ == "__main__":
    sys.exit(main())
