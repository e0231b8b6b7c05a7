#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Tests of how `regius` runs programs: options, environment, exit statuses, the prompt (through a pseudo-terminal), archives.

Where CPython has the same option, its own output is what is expected. Prints one line for each failure and, last,
`N passed, N failed, N skipped`.
"""
import os
import pty
import py_compile
import re
import select
import signal
import subprocess
import sys
import time
import zipfile

import cli


def squeeze(text):
    """Terminal output without carriage returns and escape sequences."""
    return re.sub(r"\x1b\[[?0-9;]*[a-zA-Z]", "", text.replace("\r", ""))


class Session:
    """A program on a pseudo-terminal."""

    def __init__(self, command, env):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.environ.update(env)
            try:
                os.execv(command[0], command)
            finally:
                os._exit(127)
        self.text = ""

    def read_until(self, pattern, seconds=20):
        """Whether the output after the last call's end comes to match."""
        end = time.monotonic() + seconds
        self.seen = getattr(self, "seen", 0)
        while True:
            m = re.compile(pattern).search(self.text, self.seen)
            if m:
                self.seen = m.end()
                return True
            if not select.select([self.fd], [], [], max(0, end - time.monotonic()))[0]:
                return False
            try:
                data = os.read(self.fd, 4096)
            except OSError:
                data = b""
            if not data:
                return False
            self.text = squeeze(self.text + data.decode("utf-8", "replace"))

    def type(self, text):
        os.write(self.fd, text.encode())

    def close(self):
        self.read_until("never matches", 5)
        os.close(self.fd)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


class Tests(cli.Tests):
    def __init__(self, regius):
        super().__init__(regius)
        self.python = os.environ.get("PYTHON", "/usr/bin/python3")
        self.env = dict(os.environ, HOME=self.folder, TERM="dumb", REGIUS_CACHE_DIR=self.path("cache"))
        for name in list(self.env):
            if name.startswith("PYTHON") or name in ("REGIUS_OPT", "REGIUS_STATS"):
                del self.env[name]

    def both(self, *args, stdin="", env=None):
        """(status, output, errors) of CPython and of Regius."""
        results = []
        for program in self.python, self.regius:
            done = subprocess.run([program, *args], input=stdin, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                  text=True, timeout=120, env=dict(self.env, **(env or {})))
            results.append((done.returncode, done.stdout, done.stderr.replace(program, "PROGRAM")))
        return results

    def same(self, name, *args, stdin="", env=None, stderr=True):
        want, got = self.both(*args, stdin=stdin, env=env)
        if not stderr:
            want, got = want[:2], got[:2]
        self.check(name, want == got, "expected %r, got %r" % (want, got))

    def own(self, *args, stdin="", env=None):
        done = subprocess.run([self.regius, *args], input=stdin, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              text=True, timeout=120, env=dict(self.env, **(env or {})))
        return done.returncode, done.stdout, done.stderr

    def write(self, name, text):
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as f:
            f.write(text)
        return path

    # ---- options ----

    FLAGS = "import sys; f = sys.flags; print(f)"

    def test_flags(self):
        for args in ([], ["-B"], ["-E"], ["-s"], ["-S"], ["-P"], ["-I"], ["-q"], ["-d"], ["-O"], ["-OO"], ["-OOO"], ["-vv"], ["-BEsSq"],
                     ["-W", "error", "-Wignore::UserWarning"], ["-X", "frob", "-Xa=b=c"],
                     ["-X", "int_max_str_digits=640"]):
            self.same("sys.flags of " + " ".join(args), *args, "-c", self.FLAGS, stderr=False)
        for name, value in (("OPTIMIZE", "1"), ("OPTIMIZE", "2"), ("OPTIMIZE", "x"), ("OPTIMIZE", ""), ("DONTWRITEBYTECODE", "1"),
                            ("NOUSERSITE", "1"), ("SAFEPATH", "1"), ("HASHSEED", "0"), ("INTMAXSTRDIGITS", "700"), ("INTMAXSTRDIGITS", "0"), ("INSPECT", "1"), ("VERBOSE", "2")):
            self.same("PYTHON%s=%s" % (name, value), "-c", self.FLAGS, env={"PYTHON" + name: value}, stderr=False)
            self.same("-E PYTHON%s=%s" % (name, value), "-E", "-c", self.FLAGS, env={"PYTHON" + name: value}, stderr=False)
        self.same("sys._xoptions", "-X", "frob", "-Xa=b=c", "-c", "import sys; print(sys._xoptions)")
        self.same("sys.orig_argv", "-q", "-c", "import sys; print(sys.orig_argv[1:], sys.argv)", "x", "y")
        self.same("sys.warnoptions", "-W", "error", "-Wignore::UserWarning", "-c", "import sys; print(sys.warnoptions)",
                  env={"PYTHONWARNINGS": "default,once"})
        self.same("sys.executable runs programs", "-c",
                  "import subprocess, sys; print(subprocess.run([sys.executable, '-c', 'print(6 * 7)'], capture_output=True).stdout)")

    def test_optimize(self):
        text = "'doc'\ndef f():\n    'more'\nprint(__debug__, __doc__, f.__doc__)\nassert False, 'no'\n"
        self.write("opt.py", text)
        for option in [], ["-O"], ["-OO"]:
            self.same("asserts and docstrings " + " ".join(option), *option, "opt.py")
            self.same("asserts and docstrings -c " + " ".join(option), *option, "-c", text, stderr=False)

    def test_path(self):
        self.write("lib/mine.py", "print('mine')\n")
        self.write("sub/script.py", "import sys, os\nprint([os.path.relpath(p) for p in sys.path[:1] if 'sub' in p])\n")
        self.same("PYTHONPATH", "-c", "import mine", env={"PYTHONPATH": self.path("lib")})
        self.same("-E hides PYTHONPATH", "-E", "-c", "try: import mine\nexcept ImportError as e: print(e)",
                  env={"PYTHONPATH": self.path("lib")})
        self.same("folder of the script", "sub/script.py")
        self.same("-P", "-P", "sub/script.py")
        self.same("PYTHONSAFEPATH", "sub/script.py", env={"PYTHONSAFEPATH": "1"})
        user = self.write(".local/lib/python3.11/site-packages/mine2.py", "print('site')\n")
        for option in [], ["-s"], ["-S"], ["-I"]:
            self.same("user's packages " + " ".join(option), *option, "-c", "try: import mine2\nexcept ImportError as e: print(e)")
        os.remove(user)

    def test_warnings(self):
        text = "import warnings\nwarnings.warn('w')\nwarnings.warn('d', DeprecationWarning)\nprint('end')\n"
        self.write("warn.py", text)
        for args in ([], ["-W", "error"], ["-Wignore"], ["-Wdefault"], ["-Wignore::UserWarning"], ["-Werror::DeprecationWarning"]):
            self.same("warnings " + " ".join(args), *args, "warn.py")
        self.same("PYTHONWARNINGS", "warn.py", env={"PYTHONWARNINGS": "error::UserWarning"})

    def test_unbuffered(self):
        text = ("import os, sys\nsys.stdout.write('a')\nos.write(1, b'b')\nsys.stdout.buffer.write(b'c')\nos.write(1, b'd')\n"
                "sys.stderr.write('e')\nos.write(2, b'f')\n"
                "print(type(sys.stdout.buffer).__name__, sys.stdout.write_through, sys.stdout.line_buffering, sys.stderr.line_buffering)\n"
                "os._exit(3)\n")
        self.write("unbuffered.py", text)
        for args, env in (([], {}), (["-u"], {}), ([], {"PYTHONUNBUFFERED": "1"}), (["-E"], {"PYTHONUNBUFFERED": "1"})):
            self.same("unbuffered %s %s" % (args, env), *args, "unbuffered.py", env=env)

    def test_verbose(self):
        status, out, err = self.own("-v", "-c", "import colorsys, time")
        self.check("-v names imports", re.search(r"^import 'colorsys' # <_frozen_importlib_external.SourceFileLoader object at 0x", err, re.M)
                   and "import 'time' # <class '_frozen_importlib.BuiltinImporter'>" in err, err)
        status, out, err = self.own("-vv", "-c", "import colorsys")
        self.check("-vv names files", "# code object from " in err and "colorsys.py" in err, err)
        self.check("PYTHONVERBOSE", "import 'colorsys'" in self.own("-c", "import colorsys", env={"PYTHONVERBOSE": "1"})[2])
        self.check("no -v, no names", self.own("-c", "import colorsys")[2] == "")

    def test_importtime(self):
        self.write("pack/__init__.py", "")
        self.write("pack/inner.py", "import colorsys\ntry: import no_such_module\nexcept ImportError: pass\n")

        def shape(err):
            lines = [line for line in err.splitlines() if "import time:" in line]
            return lines[:1] + [re.sub(r" *\d+", "N", line) for line in lines if re.search(r"pack|colorsys|no_such", line)]

        for args, env in ((["-X", "importtime"], {}), ([], {"PYTHONPROFILEIMPORTTIME": "1"})):
            want, got = self.both(*args, "-c", "import pack.inner, pack.inner", env=env)
            self.check("import times %s" % args, shape(want[2]) == shape(got[2]) and len(shape(got[2])) == 6, repr(shape(got[2])))

    def test_stats(self):
        status, out, err = self.own("-X", "stats", "-c", "import colorsys, gc; gc.collect(); print(1)")
        figures = dict(re.findall(r"^  (\S.*?)  +([\d.]+)", err, re.M))
        self.check("-X stats", status == 0 and out == "1\n" and err.startswith("regius: figures of this run\n"), err)
        self.check("-X stats counts", int(figures.get("imports", 0)) >= 2 and int(figures.get("heap: collections", 0)) >= 1, err)
        self.check("REGIUS_STATS", "figures" in self.own("-c", "pass", env={"REGIUS_STATS": "1"})[2])
        self.check("-E REGIUS_STATS", self.own("-E", "-c", "pass", env={"REGIUS_STATS": "1"})[2] == "")

    def test_usage_errors(self):
        for args in (["-Z"], ["--nonsense"], ["-c"], ["-m"], ["-X"], ["-X", "jit=maybe"], ["-X", "gc-stress=x"], ["-X", "opt=-1"]):
            status, out, err = self.own(*args)
            self.check("usage: " + " ".join(args), status == 2 and out == "" and err.startswith("regius: run: ") and err.count("\n") == 1, err)
        status, out, err = self.own("-V")
        self.check("-V", status == 0 and re.fullmatch(r"Regius \d+\.\d+\S*\n", out), out)
        self.check("--version", self.own("--version")[1] == out)
        self.check("-h", self.own("-h")[1].startswith("usage: regius"))
        status, out, err = self.own("-c", "print(%d)" % time.time_ns(), env={"REGIUS_PYTHON": "/nonexistent"})
        self.check("without CPython", status == 1 and "REGIUS_PYTHON" in err, err)

    # ---- knobs for finding faults ----

    KNOBS = """
def f(xs):
    t = 0
    for x in xs:
        if x % 2: t += x
        else: t -= 1
    return t
class A:
    def __init__(self, n): self.n = n
    def g(self):
        try: return [self.n // i for i in range(3, -1, -1)]
        except ZeroDivisionError as e: return {str(e): self.n}
import string
print(f(range(100)), A(5).g(), string.capwords('a b c'), sorted('hello'), [(lambda y: y + 1)(z) for z in range(3)])
"""

    def test_knobs(self):
        program = self.write("knobs.py", self.KNOBS)
        want = self.own(program)
        self.check("the program itself", want[0] == 0 and want[1].startswith("2450 {"), repr(want))
        for option in (["--verify=all"], ["-X", "verify"], ["--gc-stress=7"], ["--ra-seed=3"], ["--ra-seed=77"], ["-X", "ra-seed=12345"],
                       ["--ra-limit=64"], ["--ra-limit=20"], ["--pass-stop-after=1"], ["-X", "pass-stop-after=3"], ["--pass-stop-after=8"],
                       ["--opt=0"], ["-X", "jit=off"], ["-X", "jit=on"], ["-X", "jit=force"], ["-X", "jit-threshold=1"]):
            self.check("with " + " ".join(option), self.own(*option, program) == want, repr(self.own(*option, program)))
        for stage, word in (("stack", r"BINARY_OP \+"), ("cfg", "-- cfg: f "), ("ir", "-- ir lift: f "), ("code", "-- code: A.g "),
                            ("passes", "-- passes \w+: f ")):
            status, out, err = self.own("--dump=" + stage, program)
            self.check("--dump=" + stage, (status, out) == want[:2] and re.search(word, err), err[:300])
            self.check("REGIUS_DUMP=" + stage, self.own(program, env={"REGIUS_DUMP": stage})[2] == err)
        passes = re.findall(r"-- passes (\w+): f ", err)
        self.check("the passes", len(passes) > 3, repr(passes))
        status, out, err = self.own("--dump=" + passes[0], program)
        self.check("--dump=PASS", "-- passes %s: f " % passes[0] in err and "-- passes %s: f " % passes[1] not in err, err[:300])
        self.check("--dump=nonsense", self.own("--dump=nonsense", program)[0] == 2)
        status, out, err = self.own("--trace=calls,code", program)
        self.check("--trace=calls", "trace: call f (%s:2)\n" % program in err and "trace: call A.__init__" in err, err[:300])
        self.check("--trace=code", re.search("^trace: code (converted|from the cache): " + program, err, re.M), err[:300])

    def test_allocation_failures(self):
        program = self.write("allocate.py", """
try: print(sum(len(str(i) * 10) for i in range(2000)), len([[i] * 9 for i in range(2000)]), 10 ** 3000 % 1007)
except MemoryError as e: print("short", file=__import__("sys").stderr)
""")
        want = self.own(program)
        seen = set()
        for n in range(1, 120):
            status, out, err = self.own("--alloc-fail-at=%d" % n, program)
            good = (status, out, err) == want or (status in (0, 1, 2) and (err.startswith("regius: ") or "MemoryError" in err or "short" in err))
            self.check("the %d. allocation fails" % n, good, repr((status, out, err[-200:])))
            seen.add(status == 0 and out == want[1])
        self.check("an allocation that failed was noticed", False in seen)

    # ---- programs ----

    def test_statuses(self):
        for code in ("import sys; sys.exit(7)", "import sys; sys.exit('text')", "raise SystemExit", "1/0", "raise SystemExit(None)",
                     "raise SystemExit((1, 2))", "import sys; sys.exit(-1)", "import sys; sys.exit(2**70)", "exit(4)",
                     "import sys; sys.excepthook = lambda *a: print('hook', a[0])\nraise KeyError(1)", "raise KeyboardInterrupt"):
            want, got = self.both("-c", code)
            self.check("exit status of " + code, want == got, "%r %r" % (want, got))
        self.same("source on standard input", stdin="import sys\nprint(sys.argv, __name__)\n1/0\n")
        self.same("source on standard input with arguments", "-", "a", "b", stdin="import sys\nprint(sys.argv)\n")
        self.write("wait.py", "import time, sys\nprint('go', flush=True)\ntime.sleep(30)\n")
        p = subprocess.Popen([self.regius, "wait.py"], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                             preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
        p.stdout.readline()
        time.sleep(0.3) # into the sleep
        p.send_signal(signal.SIGINT)
        err = p.communicate(timeout=20)[1]
        self.check("Ctrl-C", p.returncode == -signal.SIGINT and err.endswith("KeyboardInterrupt\n"), "%r %r" % (p.returncode, err))

    def test_archives(self):
        self.write("zip/__main__.py", """import sys, pkg.inner, single
print(__name__, __file__, __package__ == '', __spec__.name, type(__loader__).__name__, sys.argv, sys.path[0], __cached__)
print(pkg.__path__, pkg.inner.__file__, pkg.inner.where(), single.x, single.__file__)
print(__loader__.get_data(__loader__.archive + '/some.txt'))
for name in 'absent', 'pkg.absent':
    try: __import__(name)
    except ImportError as e: print(e)
import pkgutil
print(sorted(m.name for m in pkgutil.iter_modules([sys.path[0]])))
sys.exit(pkg.inner.where == 3)
""")
        self.write("zip/pkg/__init__.py", "")
        self.write("zip/pkg/inner.py", "def where():\n    return __name__\n\n\ndef fail():\n    1 / 0\n")
        self.write("zip/pkg/__main__.py", "import sys\nprint(__package__, __name__, __spec__.name, sys.argv)\n")
        self.write("zip/single.py", "x = 42\n")
        py_compile.compile(self.path("zip", "single.py"), self.path("zip", "single.pyc"))
        names = "__main__.py", "pkg/__init__.py", "pkg/inner.py", "pkg/__main__.py", "single.pyc"
        for method in zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED:
            archive = self.path("app%d.zip" % method)
            with zipfile.ZipFile(archive, "w", method) as z:
                for name in names:
                    z.write(self.path("zip", name), name)
                z.writestr("some.txt", "some data")
            self.same("archive, method %d" % method, archive, "a", "b")
            self.same("archive, -I", "-I", archive)
            for module in "pkg", "pkg.inner", "single":
                self.same("-m %s in an archive" % module, "-m", module, "q", env={"PYTHONPATH": archive})
            self.same("a traceback through an archive", "-c", "import pkg.inner; pkg.inner.fail()", env={"PYTHONPATH": archive})
            self.same("a folder in an archive on sys.path", "-c", "import inner; print(inner.__file__)", env={"PYTHONPATH": archive + "/pkg"})
        with zipfile.ZipFile(archive, "a") as z:
            z.comment = b"comment" * 50
        with open(archive, "rb") as f, open(self.path("launcher"), "wb") as out:
            out.write(b"#!/usr/bin/env regius\n" + f.read())
        self.same("an archive behind a first line, before a comment", self.path("launcher"))
        self.same("import zipimport", "-c", "import zipimport; print(zipimport.zipimporter(%r + '/pkg').get_source('inner'))" % archive)
        with zipfile.ZipFile(self.path("nothing.zip"), "w") as z:
            z.writestr("x.py", "1")
        status, out, err = self.own("nothing.zip")
        self.check("an archive without a program", (status, out) == (1, "") and "can't find '__main__'" in err and err.count("\n") == 1, err)
        with open(archive, "rb") as f, open(self.path("broken.zip"), "wb") as out:
            data = f.read()
            out.write(data[:100] + bytes(len(data) - 1000) + data[-900:])
        status, out, err = self.own("broken.zip")
        self.check("a broken archive", status in (1, 2) and out == "" and err != "", err)

    def test_missing(self):
        self.write("empty/nothing.txt", "")
        for name in "absent.py", "empty", "absent":
            status, out, err = self.own(name)
            self.check("no program in " + name, status in (1, 2) and out == "" and err.startswith("regius: ") and
                       err.count("\n") == 1 and name in err, err)

    # ---- the prompt ----

    def test_prompt_without_terminal(self):
        for name, text in {
            "values": "1\n'a'\nNone\n_\nx = 5\nx\n",
            "blocks": "if 1:\n  print(1)\n\nfor i in 1, 2:\n  i\n\n\ndef f(a,\n      b):\n  return a + b\n\nf(1,\n2)\n",
            "strings": "'''a\n\nb'''\n",
            "decorators": "@staticmethod\ndef f(): pass\n\nclass A:\n  x = 1\n\nA.x\n",
            "errors": "1/0\nfor\nx = = 1\n'a\nprint('on')\nimport sys\nsys.last_type\n(1))\n",
            "exceptions": "def f():\n  raise ValueError('x')\n\nf()\n",
            "exit": "print(1)\nexit(5)\nprint(2)\n",
            "SystemExit": "raise SystemExit('why')\n",
            "prompts": "import sys\nsys.ps1, sys.ps2\nsys.ps1 = '$ '\nsys.ps2 = '> '\nif 1:\n  2\n\n3\n",
            "hook": "import sys\nsys.displayhook = lambda v: print('got', v)\n3\n",
            "future": "from __future__ import annotations\ndef f(a: nothing): pass\n\nf.__annotations__\n",
            "input": "x = input()\nhello\nx\n",
            "end in a block": "if 1:\n  1/0\n",
            "main": "__name__\nimport sys\nsys.argv\nsys.path[0]\n",
            "empty": "",
        }.items():
            if name != "input": # CPython's own prompt does not share the input's buffer with input()
                self.same("prompt: " + name, "-i", "-q", stdin=text)
        status, out, err = self.own("-i", "-q", stdin="x = input()\nhello\nx\n")
        self.check("prompt: input()", (status, out) == (0, "'hello'\n"), out)

    def test_inspect(self):
        self.write("inspected.py", "import sys\nx = 5\nif sys.argv[1:]: sys.exit(3)\n")
        self.same("-i FILE", "-i", "-q", "inspected.py", stdin="x\n")
        self.same("-i FILE that exits", "-i", "-q", "inspected.py", "y", stdin="x\n")
        self.same("-i -c", "-i", "-q", "-c", "x = 1", stdin="x + 1\nexit(9)\n")
        self.same("-i -c, error", "-i", "-q", "-c", "1/0", stdin="import sys; sys.last_value\n")
        self.same("-i -m", "-i", "-q", "-m", "colorsys", stdin="rgb_to_hls(1, 1, 1)\n")
        self.same("PYTHONINSPECT without a terminal", "-c", "x = 1", stdin="x + 1\n", env={"PYTHONINSPECT": "1"})
        self.same("sys.flags of -i", "-i", "-q", "-c", self.FLAGS)
        startup = self.write("startup.py", "begun = __file__\nprint('start')\n")
        for option in [], ["-E"]:
            self.same("PYTHONSTARTUP " + " ".join(option), *option, "-i", "-q", stdin="begun\n'__file__' in globals()\n",
                      env={"PYTHONSTARTUP": startup})
        self.same("PYTHONSTARTUP that fails", "-i", "-q", stdin="1\n", env={"PYTHONSTARTUP": self.write("bad.py", "1/0\n")})
        self.same("PYTHONSTARTUP that is absent", "-i", "-q", stdin="1\n", env={"PYTHONSTARTUP": "absent.py"})
        status, out, err = self.own("-i", stdin="")
        self.check("banner", err.startswith("Regius ") and err.endswith("more information.\n>>> \n"), err)

    def test_prompt_on_a_terminal(self):
        s = Session([self.regius], self.env)
        ok = s.read_until(">>> ")
        self.check("terminal: banner", ok and s.text.startswith("Regius "), s.text)
        for typed, expected in (("1 + 2\n", r"\n3\n>>> "), ("_ * 2\n", r"\n6\n>>> "), ("def f():\n", r"\.\.\. "), ("  return 7\n", r"\.\.\. "),
                                ("\n", ">>> "), ("f()\n", r"\n7\n>>> "), ("f(\x03", r"KeyboardInterrupt\n>>> "),
                                ("while 1: print('run')\n", r"\.\.\. "), ("\n", r"\nrun\nrun\n"), ("\x03", r"KeyboardInterrupt\n>>> "),
                                ("input('q? ')\n", r"\nq\? "), ("hello\n", r"'hello'\n>>> "), ("exit\n", r"Use exit\(\)[^\n]*\n>>> "),
                                ("1/0\n", r"ZeroDivisionError: [^\n]*\n>>> ")):
            s.type(typed)
            self.check("terminal: %r" % typed, s.read_until(expected), s.text[-300:])
        s.type("\x04")
        self.check("terminal: Ctrl-D", s.close() == 0)
        s = Session([self.regius, "-q", "-c", "import os; os.environ['PYTHONINSPECT'] = '1'; y = 4"], self.env)
        self.check("terminal: PYTHONINSPECT set by the program", s.read_until("^>>> "), s.text)
        s.type("y\n")
        self.check("terminal: its variables", s.read_until(r"\n4\n>>> "), s.text)
        s.type("exit(6)\n")
        self.check("terminal: exit(6)", s.close() == 6)

    def test_line_editing(self):
        if not os.path.exists("/proc/self/maps") or b"readline" not in subprocess.run(["ldd", self.regius], stdout=subprocess.PIPE).stdout:
            return
        s = Session([self.regius, "-q"], self.env)
        s.read_until(">>> ")
        s.type("abcdef = 41\n")
        s.read_until(">>> ")
        s.type("abcd\t+1\n")
        self.check("editing: completion", s.read_until(r"\n42\n>>> "), s.text)
        s.type("\x10\x7f2\n")
        self.check("editing: history", s.read_until(r"\n43\n>>> "), s.text)
        s.type("\x04")
        self.check("editing: end", s.close() == 0)
        with open(self.path(".regius_history")) as f:
            self.check("editing: history file", "abcdef = 41\n" in f.read())


if __name__ == "__main__":
    cli.Tests = Tests
    sys.exit(cli.main())
