m = memoryview(b"hello")
print(len(m), m[0], m[1:3].tobytes(), m.tolist(), m.readonly, bytes(m), m == b"hello", m.format, m.itemsize, m.nbytes, m.shape, m[::-1].tolist())
a = bytearray(b"abcdef")
v = memoryview(a)
v[0] = 65; v[1:3] = b"ZZ"
print(a, v.obj is a)
try: a.append(1)
except BufferError as e: print(e)
v.release(); a.append(1); print(a)
try: v[0]
except ValueError as e: print(e)
try: m[0] = 1
except TypeError as e: print(e)
