# Difference: operator methods of sequences, called by name, return NotImplemented instead of raising.
# Cause: one slot serves the number and the sequence protocol.
# Workaround: use the operator; it raises CPython's TypeError.
try: print([].__add__(5))            # Regius: NotImplemented
except TypeError as e: print(e)      # CPython: can only concatenate list (not "int") to list
try: [] + 5
except TypeError as e: print(e)      # both: can only concatenate list (not "int") to list
