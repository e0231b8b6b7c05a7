# SPDX-License-Identifier: MIT
"""Runs a .pyc under CPython and writes how often each of its instructions was executed.

    python3.11 -I -S opcount.py OPTRACE.so FILE.pyc OUT.json [ARGS...]

OUT.json: one list per code object, outer before inner: [qualified name, line, {offset: count}].
"""
import ctypes
import json
import marshal
import sys
import types


def codes(code):
    yield code
    for const in code.co_consts:
        if isinstance(const, types.CodeType):
            yield from codes(const)


class Identities:
    def __init__(self, objects):
        self.objects = {id(o): o for o in objects}

    def __contains__(self, o):
        return id(o) in self.objects


def main():
    lib, pyc, out = sys.argv[1:4]
    with open(pyc, "rb") as f:
        code = marshal.loads(f.read()[16:])
    trace = ctypes.PyDLL(lib)
    trace.optrace_start.argtypes = [ctypes.py_object]
    trace.optrace_start.restype = None
    trace.optrace_code.argtypes = [ctypes.c_int, ctypes.POINTER(ctypes.POINTER(ctypes.c_ulonglong))]
    trace.optrace_code.restype = ctypes.py_object
    known = Identities(codes(code))
    main_module = types.ModuleType("__main__")
    main_module.__file__ = code.co_filename
    main_module.__dict__.update(__builtins__=__builtins__, __annotations__={}, __cached__=None)
    sys.modules["__main__"] = main_module
    sys.argv[:] = [pyc] + sys.argv[4:]
    trace.optrace_start(code.co_filename)
    try:
        exec(code, main_module.__dict__)
    except SystemExit:
        pass
    except BaseException as e:
        sys.excepthook(type(e), e, e.__traceback__)
    trace.optrace_stop()
    sys.stdout.flush()
    # A code object that the program copied (types.coroutine does) counts where it came from.
    totals = {}
    counts = ctypes.POINTER(ctypes.c_ulonglong)()
    for row in range(1 << 16):
        c = trace.optrace_code(row, ctypes.byref(counts))
        if c:
            key = id(c) if c in known else (c.co_qualname, c.co_firstlineno, c.co_code)
            total = totals.setdefault(key, {})
            for i in range(len(c.co_code) // 2):
                if counts[i]:
                    total[2 * i] = total.get(2 * i, 0) + counts[i]
    rows = []
    for c in codes(code):
        total = totals.get(id(c), {})
        for offset, n in totals.pop((c.co_qualname, c.co_firstlineno, c.co_code), {}).items():
            total[offset] = total.get(offset, 0) + n
        rows.append([c.co_qualname, c.co_firstlineno, total])
    with open(out, "w") as f:
        json.dump(rows, f)


main()
