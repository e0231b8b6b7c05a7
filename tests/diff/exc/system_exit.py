import sys
try: sys.exit(3)
except SystemExit as e: print(e.code, repr(e))
try: exit_code = sys.exit("msg")
except SystemExit as e: print(e.code)
def f():
    try: sys.exit(7)
    finally: print("cleanup")
f()
