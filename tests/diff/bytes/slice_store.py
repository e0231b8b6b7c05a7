# Storing into slices of a bytearray: steps, sizes, sources that are the array itself, and an index that changes it meanwhile.
class Bytes(bytes):
    def __iter__(self):
        return iter((7, 8))


class Index:
    def __init__(self, n):
        self.n = n

    def __index__(self):
        array[:] = b"grown up to be long"
        return self.n


array = bytearray(range(20))
for s, v in ((slice(0, 20, 2), bytes(10)), (slice(19, None, -3), b"ABCDEFG"), (slice(3, 6), b"longer than it was"), (slice(2, 20), b""),
             (slice(None, None, 2), array[::2]), (slice(1, 3), array), (slice(None, None, -1), bytes(array)), (slice(0, 2), Bytes(b"xy")),
             (slice(4, 4), bytearray(b"mid")), (slice(0, 2), [1, 2, 3]), (slice(0, 3), memoryview(b"view")), (slice(None, None, 5), None)):
    try:
        if v is None:
            del array[s]
        else:
            array[s] = v
    except ValueError as e:
        print(e)
    print(len(array), bytes(array))
for s, v in ((slice(0, 4, 2), b"abc"), (slice(0, 1), 5), (slice(0, 1), "s"), (slice(0, 1), [256]), (slice(0, 4, 0), b"ab"), (slice(0, 2), None)):
    try:
        array[s] = v
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
array[Index(0):2] = array
print(bytes(array))
array = bytearray(b"0123456789")
array[Index(1):9:2] = b"abcd"
print(bytes(array), bytes(array[::-2]), bytes(array[5:1:-1]))
