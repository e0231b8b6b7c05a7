# stdin: hello\n42\nlast
x = input(); y = int(input("prompt> ")); print(repr(x), y + 1)
import sys
print(sys.stdin.read())
try: input()
except EOFError as e: print(e)
