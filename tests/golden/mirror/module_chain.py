# dis: --stage=ir --function f ; --stage=code --function f ; --stage=code --function <module> ; --stage=code --function written
# `os.path` is known to be a module: what the loop calls is a mirror on a mirror on a mirror. What sys.stdout is nobody knows.
import os
import sys
for i in range(3):
    os.path.join("a", "b")
for i in range(3):
    os.getcwd()
    import os
    os.getpid()
def f(n, out):
    for i in range(n):
        out.append(os.path.join(os.sep, str(i)))
        sys.stdout.write(os.path.sep)
def written(n):
    # What the function stores itself would be armed in the first round.
    for i in range(n):
        math.count = math.count + i
    return math.floor(math.count)
import math
