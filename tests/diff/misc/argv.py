# args: one "two words" -x
import sys
print(sys.argv[1:], len(sys.argv))
