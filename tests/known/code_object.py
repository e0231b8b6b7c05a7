# Difference: code objects cannot be marshalled or made by hand, and have no tables of the stack machine.
# Cause: they hold register code.
# Workaround: regius convert stores code in files, regius dis shows it.
import marshal, types
def f(): return 1
try: print(len(marshal.dumps(f.__code__)) > 0)       # CPython: True
except ValueError as e: print(e)                     # Regius
try: types.CodeType()
except TypeError as e: print(e)                      # both TypeError; CPython: about the number of arguments
print(hasattr(f.__code__, "co_exceptiontable"))      # CPython: True; Regius: False
