def f():
    "doc f"
def g(): return "not doc"
class A:
    """class doc
    two"""
    def m(self): 'm doc'; return 1
print(f.__doc__, g.__doc__, A.__doc__, A.m.__doc__, A().m(), (lambda: "x").__doc__, len.__doc__ is not None)
