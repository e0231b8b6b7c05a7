def gen():
    yield 1
    raise RuntimeError("in gen")
def use():
    return [x for x in gen()]
def lam():
    return (lambda: use())()
lam()
