def t(f, *a, **k):
    try: r = f(*a, **k)
    except BaseException as e: print(type(e).__name__, e)
    else: print('ok', r)
# groups
eg = ExceptionGroup('msg', [ValueError(1), TypeError(2), ExceptionGroup('in', [KeyError(3), ValueError(4)])]); print(eg, repr(eg), eg.message, eg.exceptions)
print(eg.split(ValueError)); print(eg.subgroup(KeyError), eg.subgroup(OSError), eg.subgroup((TypeError, KeyError))); print(eg.split(lambda e: isinstance(e, TypeError)))
t(eg.split, 1); t(ExceptionGroup); t(ExceptionGroup, 1, 2); t(ExceptionGroup, 'a', 2); t(ExceptionGroup, 'a', []); t(ExceptionGroup, 'a', [1]); t(ExceptionGroup, 'a', [KeyboardInterrupt()])
print(type(BaseExceptionGroup('a', [ValueError()])), type(BaseExceptionGroup('a', [KeyboardInterrupt()])), ExceptionGroup.__mro__, ExceptionGroup.__bases__)
class MyEG(ExceptionGroup):
    def derive(self, excs): return MyEG(self.message, excs)
m = MyEG('m', [ValueError(1), KeyError(2)]); m.add_note('nn'); a, b = m.split(ValueError); print(type(a), a, b, a.__notes__)
def star(exc):
    try:
        try: raise exc
        except* ValueError as v: print('V', repr(v))
        except* KeyError as k: print('K', repr(k)); raise RuntimeError('new')
    except BaseException as e: print('out', repr(e), repr(e.__context__)[:60])
star(ValueError(1)); star(eg); star(ExceptionGroup('a', [KeyError(1), OSError(2)])); star(OSError(5)); star(KeyError(1))
try:
    try: raise ValueError
    except* ExceptionGroup: pass
except TypeError as e: print(e)
try:
    try: raise ValueError
    except 5: pass
except TypeError as e: print(e)
print(ExceptionGroup[int], BaseException.__dict__.keys() >= {'args', 'with_traceback'}, MemoryError.__mro__, issubclass(EnvironmentError, OSError), IOError)
def rec(): rec()
