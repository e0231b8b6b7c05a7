# Fields of struct sequences cannot be assigned or deleted, cached or not.
import os, sys, time
st = os.stat('/'); t = time.localtime(0)
for o, n in ((st, 'st_size'), (st, 'st_atime'), (t, 'tm_year'), (sys.version_info, 'major'), (sys.flags, 'optimize'), (t, 'nothing')):
    for f in (lambda: setattr(o, n, 1), lambda: delattr(o, n)):
        try: f()
        except Exception as e: print(type(e).__name__, e)
        else: print('done')
def hot():
    for i in range(50):
        try: t.tm_year = i
        except AttributeError as e: r = str(e)
    return r
print(hot(), t.tm_year >= 1969)
print(type(t).tm_year)
