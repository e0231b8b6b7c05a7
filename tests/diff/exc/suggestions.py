# stress: 500
import sys
class A:
    value = 1
def f(): 
    counter = 1
    return conter
def g(): return A().valu
def h(): return prnt(1)
import traceback
for fn in (f, g, h):
    try: fn()
    except Exception: traceback.print_exc(file=sys.stdout)
A().valeu
