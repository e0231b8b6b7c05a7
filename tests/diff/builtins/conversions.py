print(int("12"), int(3.9), int(True), float("1.5"), float(2), str(1.5), bool(""), bool([0]), list("ab"), tuple([1]), set([1]), dict([("a", 1)]), complex(1, 2), bytes([1]), ord("a"), chr(97), hex(255), oct(8), bin(5), hex(-255), bin(-5), ascii("\u00e9"), repr("x"), bin(2**70), hex(2**70))
class A:
    def __int__(self): return 5
    def __float__(self): return 5.5
    def __index__(self): return 6
    def __str__(self): return "strA"
    def __bytes__(self): return b"bA"
class T:
    def __trunc__(self): return 9
class I:
    def __index__(self): return 7
a = A()
print(int(a), float(a), hex(a), str(a), bytes(a), complex(a), int(I()), float(I()), [0, 1, 2, 3, 4, 5, 6, 7][I()], "x" * I(), bytes(I()))
for f in (lambda: int("a"), lambda: int(None), lambda: float(None), lambda: ord(""), lambda: chr(2**21), lambda: hex(1.5), lambda: int("5", 99), lambda: complex("1", 2), lambda: bytes("é"), lambda: int(b"x"), lambda: int("1" * 5000), lambda: complex([])):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
