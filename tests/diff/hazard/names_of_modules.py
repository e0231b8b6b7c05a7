# counts: no, breakpoint() looks at the environment, from which CPython is isolated when it is counted
# stress: 2000
import sys, os, types, warnings
# breakpoint() looks at the environment
def hooks():
    for v in ('0', '.', 'nosuchmodule.x', 'os.nosuch', 'builtins.print', 'len', 'nosuch', '..', 'a.', '.x'):
        os.environ['PYTHONBREAKPOINT'] = v
        with warnings.catch_warnings(record=True) as w:
            warnings.simplefilter('always')
            try: print(v, breakpoint([1, 2]))
            except Exception as e: print(v, type(e).__name__, e)
            print([(x.category.__name__, str(x.message)) for x in w])
hooks()
os.environ.pop('PYTHONBREAKPOINT')

# names and docs of classes
for name, doc in (('A\0B', ''), ('\udcdc', ''), ('A', 'x\udcdcy'), ('Ä', 'é')):
    try: print(ascii(type(name, (), {'__doc__': doc})), ascii(doc))
    except Exception as e: print(type(e).__name__, ascii(e))

# modules without a spec
class Loader:
    def __repr__(self): return '<L>'
class Teller:
    @classmethod
    def module_repr(cls, m): return '<crafted>'
class Liar:
    def module_repr(self, m): return m.nosuch
for loader in (None, Loader(), Teller, Liar.__new__(Liar)):
    for name in ('foo', None, 5):
        for file in (None, '/x', 7):
            m = types.ModuleType('foo')
            if loader is None: del m.__loader__
            else: m.__loader__ = loader
            if name is None: del m.__name__
            else: m.__name__ = name
            if file: m.__file__ = file
            print(repr(m).replace(hex(id(loader)), 'ID'))
class Spec:
    def __init__(self, **kw): self.__dict__.update(kw)
for spec in (Spec(name='n', origin=None, loader=None), Spec(name=None, origin=None, loader=5), Spec(name='n', origin='o', has_location=0),
             Spec(name='n', origin='o', has_location=1), Spec(name='n')):
    m = types.ModuleType('foo'); m.__spec__ = spec
    try: print(repr(m))
    except Exception as e: print(type(e).__name__, e)
class Odd(types.ModuleType): __dict__ = 8
try: dir(Odd('f'))
except Exception as e: print(type(e).__name__, e)
m = types.ModuleType('foo'); m.__dir__ = lambda: ['z', 'a']; print(dir(m))

# namespaces of builtins that are no plain dict
class Refuses(dict):
    def __getitem__(self, key): raise LookupError(key)
class Knows(dict):
    def __missing__(self, key): return key * 2
for b in (Refuses(x=1), Knows(x=1), {'x': 1}, {}):
    for text in ('print(x)', 'x', 'x; y'):
        try: exec(text, {'__builtins__': b, 'print': print})
        except Exception as e: print(type(e).__name__, e)
try: exec('import sys', {'__builtins__': {}})
except ImportError as e: print(e)

# the two names of importlib's parts
import importlib, importlib._bootstrap as b, importlib._bootstrap_external as x
print(b is sys.modules['_frozen_importlib'], x is sys.modules['_frozen_importlib_external'])
import _frozen_importlib, _frozen_importlib_external, _imp
print(_frozen_importlib is b, _frozen_importlib_external is x, _imp._override_frozen_modules_for_tests(-1))

# __class__ is there before mro() is called
def mro():
    seen = None
    class Meta(type):
        def mro(self):
            self.__dict__['f']()
            return super().mro()
    class A(metaclass=Meta):
        def f():
            nonlocal seen
            seen = __class__
    print(seen is A, '__classcell__' in A.__dict__)
mro()

# attributes that later versions have
def f(): pass
class C: pass
print('__annotate__' in dir(f), '__annotate__' in dir(C), '__annotate__' in dir(sys), hasattr(f, '__annotate__'), hasattr(C, '__annotate__'))
class Own:
    def __annotate__(self): pass
f.__annotate__ = 3 if hasattr(f, 'nosuch') else None
print('__annotate__' in dir(Own), '__annotate__' in dir(Own()))
try: del f.__dict__
except TypeError as e: print(e)
f.a = 1; f.__dict__ = {'b': 2}; print(f.b, hasattr(f, 'a'))
