import random, hashlib, binascii, base64, contextvars
for seed in (1, -5, 2**200, 'hello', b'xy', 1.5, None.__class__.__name__):
    random.seed(seed)
    print(random.random(), random.getrandbits(70), random.randint(1, 1000), random.sample(range(50), 5), random.gauss(0, 1))
state = random.getstate(); a = random.random(); random.setstate(state); print(a == random.random())
for name in 'md5 sha1 sha224 sha256 sha384 sha512 sha3_224 sha3_256 sha3_384 sha3_512 blake2b blake2s'.split():
    for n in (0, 1, 55, 56, 64, 111, 128, 1000):
        h = hashlib.new(name, b'a' * n); g = h.copy(); g.update(b'b')
        print(name, n, h.hexdigest(), g.hexdigest()[:8], h.digest_size, h.block_size)
print(hashlib.shake_128(b'x').hexdigest(300), hashlib.blake2b(b'x', digest_size=8, key=b'k', salt=b's', person=b'p').hexdigest())
print(binascii.hexlify(b'abcdef', '-', 2), binascii.crc32(b'hello'), base64.b64encode(bytes(range(20))), base64.b64decode('aGVsbG8='))
for bad in ('abc', 'a', '='):
    try: print(base64.b64decode(bad))
    except binascii.Error as e: print(e)
v = contextvars.ContextVar('v', default=5); t = v.set(6); c = contextvars.copy_context(); v.reset(t); print(v.get(), c[v], c.run(v.get))
