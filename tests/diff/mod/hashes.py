# Digests of lengths around block boundaries, whole and in pieces.
import hashlib
for n in ('md5','sha1','sha224','sha256','sha384','sha512','sha3_224','sha3_256','sha3_512','blake2b','blake2s'):
    for k in (0,1,3,55,56,63,64,65,111,112,127,128,129,135,136,137,1000,100000):
        print(n,k,hashlib.new(n,bytes(i*7%256 for i in range(k))).hexdigest())
print(hashlib.shake_128(b'x'*1000).hexdigest(300))
data = bytes(i * 13 % 251 for i in range(3000))
for n in ('md5', 'sha1', 'sha256', 'sha512', 'sha3_256', 'blake2b'):
    for step in (1, 7, 63, 64, 65, 127, 128, 200, 1500):
        h = hashlib.new(n)
        for i in range(0, len(data), step): h.update(data[i:i + step])
        print(n, step, h.hexdigest() == hashlib.new(n, data).hexdigest(), h.copy().hexdigest()[:16])
