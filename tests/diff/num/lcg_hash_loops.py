def lcg(n, s=1):
    for _ in range(n): s = (s * 6364136223846793005 + 1442695040888963407) % 2**64
    return s
def fnv(b):
    h = 0xcbf29ce484222325
    for c in b: h = ((h ^ c) * 0x100000001b3) & 0xffffffffffffffff
    return h
def crc(b):
    c = 0xffffffff
    for x in b:
        c ^= x
        for _ in range(8): c = c >> 1 ^ 0xedb88320 if c & 1 else c >> 1
    return c ^ 0xffffffff
print(lcg(100), fnv(b"hello world"), crc(b"123456789"), lcg(1000, 7) >> 33)
