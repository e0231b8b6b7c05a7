log = []
def d(n):
    log.append("eval " + n)
    def w(f): log.append("apply " + n); return f
    return w
@d("a")
@d("b")
def f(): pass
class C:
    @d("m1")
    @staticmethod
    @d("m2")
    def g(): return 1
print(log, C.g(), C().g())
