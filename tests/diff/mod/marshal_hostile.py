# marshal.loads of damaged and of hostile data: bounded time and memory, CPython's exceptions.
import marshal


def load(data):
    try:
        v = marshal.loads(data)
        print(type(v).__name__, len(repr(v)))
    except (EOFError, ValueError, TypeError) as e:
        print(type(e).__name__, e)


for n in (0, 1, -1, 2**15, -2**15, 2**31, -2**31 - 1, 2**45 + 7, 3**400, -7**301):
    assert marshal.loads(marshal.dumps(n)) == n, n
load(b"l\x01\x00\x00\x00\x01\x80")  # a digit of 16 bits
load(b"l\x02\x00\x00\x00\x01\x00\x00\x00")  # a leading zero
load(b"l\x02\x00\x00\x00\x01\x00")
load(b"l\x00\x00\x00\x80")
load(b"l\x00\x01\x00\x00")
load(b"(\x00\x10\x00\x00")
load(b"[\x00\x10\x00\x00N")
load(b"\xdb\x01\x00\x00\x00r\x00\x00\x00\x00")  # a list in itself
load(b"\xa9\x01r\x05\x00\x00\x00")
load(b"{N0")
load(b"{0")
load(b"<\x01\x00\x00\x00[\x00\x00\x00\x00")
load(b"\x99")
load(b"")

# Ten thousand digits; sequences of which each claims all that is left of the data.
big = b"l\x10\x27\x00\x00" + b"\xff\x7f" * 10000
assert marshal.loads(big) == 2**150000 - 1
claims = (b"(" + (900).to_bytes(4, "little")) * 900 + b"N" * 950
try:
    marshal.loads(claims)
except (EOFError, ValueError) as e:
    print(type(e).__name__)
