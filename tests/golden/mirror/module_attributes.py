# dis: --stage=ir --function f ; --stage=code --function f
# Attributes of an imported module are mirrors on top of its own; what only some rounds need is not looked for before.
import math
def f(n):
    total = 0.0
    for i in range(n):
        total += math.sqrt(i) + math.pi
        if total > 10 and hasattr(math, "cbrt"):
            total -= math.cbrt(i)
    return total
