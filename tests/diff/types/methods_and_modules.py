def t(f, *a, **k):
    try: r = f(*a, **k)
    except BaseException as e: print(type(e).__name__, e)
    else: print('ok', r)
import types
def g(b): return b + 1
class A:
    def m(self, x=1): "mdoc"; return x
    def __eq__(s, o): return True
mod = types.ModuleType('mm', 'docs'); mod.x = 1; print(mod, mod.__dict__.keys(), mod.__doc__, mod.x); t(lambda: mod.y); mod.__getattr__ = lambda n: 'ga' + n; print(mod.y); t(types.ModuleType); t(types.ModuleType, 1)
class MM(types.ModuleType): pass
mm = MM('q'); mm.z = 1; print(mm, mm.z, mm.__dict__['z'])
mod.__class__ = MM; print(type(mod).__name__)
