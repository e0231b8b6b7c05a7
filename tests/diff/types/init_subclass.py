def t(f, *a, **k):
    try: r = f(*a, **k)
    except BaseException as e: print(type(e).__name__, e)
    else: print('ok', r)
# init_subclass
class IS:
    def __init_subclass__(cls, tag=None, **k): print('init_subclass', cls.__name__, tag, k)
class IS1(IS, tag=5): pass
t(lambda: type('IS2', (IS,), {}, tag=3, zip=4)); 
try:
    class IS3(object, foo=1): pass
except TypeError as e: print(e)
