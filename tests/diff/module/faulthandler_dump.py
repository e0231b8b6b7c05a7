# faulthandler: the running calls, and the name of the signal that ends a child.
import faulthandler
import re
import subprocess
import sys
import tempfile


def inner(file):
    faulthandler.dump_traceback(file, all_threads=False)
    faulthandler.dump_traceback(file=file.fileno())


def outer(file):
    inner(file)


with tempfile.TemporaryFile("w+") as f:
    outer(f)
    f.seek(0)
    print(re.sub("0x[0-9a-f]+", "0x", f.read()).replace(__file__, "FILE"))
print(faulthandler.is_enabled(), faulthandler.enable(), faulthandler.is_enabled(), faulthandler.disable(), faulthandler.disable())
for bad in ("x", 1.5, -3):
    try:
        faulthandler.enable(bad)
    except Exception as e:
        print(type(e).__name__, e)
code = "import faulthandler, os, signal; faulthandler.enable(); os.kill(os.getpid(), signal.%s)"
for name in ("SIGSEGV", "SIGABRT", "SIGFPE"):
    done = subprocess.run([sys.executable, "-c", code % name], stderr=subprocess.PIPE, text=True)
    print(done.returncode, done.stderr.splitlines()[0])
