# input() through objects that are files only as far as it needs.
import sys
class Bit:
    def write(self, s): pass
class Lines:
    def __init__(self,*l): self.l=list(l)
    def readline(self): return self.l.pop(0) if self.l else ''
so=sys.stdout; sys.stdin=Lines('a\n','b'); sys.stdout=Bit()
r=[input(), input('x')]
try: input()
except EOFError as e: r.append(str(e))
sys.stdout=so; print(r)
class Bad:
    def write(self,s): raise ValueError('w')
    def flush(self): raise ValueError('f')
sys.stdin=Lines('q\n'); sys.stdout=Bad()
try: r=input()
except ValueError as e: r=str(e)
sys.stdout=so; print(r)
sys.stdin=Lines('q\n'); sys.stdout=Bad()
try: r=input('p')
except ValueError as e: r=str(e)
sys.stdout=so; print(r)
