import sys
print(sys.version_info[:2], sys.maxsize, sys.byteorder, sys.maxunicode, len(sys.argv), sys.getrecursionlimit(), sys.platform, type(sys.modules).__name__, "sys" in sys.modules, sys.intern("abc") == "abc", sys.getdefaultencoding(), sys.flags.optimize, sys.hash_info.modulus, sys.int_info.bits_per_digit, sys.float_info.max, sys.float_info.epsilon, sys.version_info >= (3, 11), sys.version_info.major, isinstance(sys.path, list), sys.getsizeof([]) > 0, sys.exc_info(), sys.hexversion >> 16 == 0x030b)
def f(): return sys._getframe().f_code.co_name, sys._getframe(1).f_code.co_name, sys._getframe().f_lineno, sorted(sys._getframe().f_locals)
print(f())
for t in ("sys.setrecursionlimit(0)", "sys.setrecursionlimit('a')", "sys._getframe(1000)", "sys.intern(5)"):
    try: eval(t)
    except Exception as e: print(type(e).__name__, e)
print(sys.stdout.writable(), sys.stdin.readable(), sys.stdout.fileno(), sys.stderr.name, sys.stdout.encoding)
