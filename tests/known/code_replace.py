# Difference: code.replace() changes names and a few flags only, and co_code is register code.
# Cause: the instructions are not CPython's.
# Workaround: compile the changed source.
def f(): return 1
try: print(f.__code__.replace(co_consts=(None, 2)) is not None)  # CPython: True
except NotImplementedError as e: print(e)                        # Regius
