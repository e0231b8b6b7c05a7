# Difference: what was written to a file that is still open is seen by others at once.
# Cause: files that nobody closes are written out before anything looks at the file system (docs/decisions/0009).
# Workaround: none needed; with flush() both show it.
import os
import tempfile
path = os.path.join(tempfile.mkdtemp(), "f")
f = open(path, "w")
f.write("text")
print(os.stat(path).st_size)  # CPython: 0; Regius: 4
f.close()
