class A: a = 1
print(getattr(A, "a"), getattr(A, "b", 2), getattr(A(), "b", None), hasattr(A, "a"), hasattr(A(), "zz"), getattr(5, "bit_length")(), getattr("x", "upper")())
class B:
    def __getattr__(self, n): raise ValueError("not attr")
try: hasattr(B(), "x")
except ValueError as e: print(e)
try: getattr(B(), "x", 1)
except ValueError as e: print(e)
