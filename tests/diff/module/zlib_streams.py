# stress: 20
import zlib, gzip, io
data = b'hello hello hello world ' * 50 + bytes(range(256))
def show(f):
    try: r = f()
    except Exception as e: print(type(e).__name__, e)
    else: print(r if not isinstance(r, bytes) or len(r) < 60 else (len(r), zlib.crc32(r)))
for level in range(-1, 10): show(lambda: zlib.compress(data, level))
show(lambda: zlib.compress(data, 10)); show(lambda: zlib.compress('x')); show(lambda: zlib.compress(data, wbits=99))
for w in (-15, 15, 31, 9, -9, 47):
    show(lambda: zlib.compress(data, wbits=w))
show(lambda: zlib.decompress(zlib.compress(data)) == data)
show(lambda: zlib.decompress(zlib.compress(data, wbits=31), wbits=47) == data)
show(lambda: zlib.decompress(zlib.compress(data, wbits=-15), -15, 1) == data)
show(lambda: zlib.decompress(b'')); show(lambda: zlib.decompress(b'nonsense'))
show(lambda: zlib.decompress(zlib.compress(data)[:-5])); show(lambda: zlib.decompress(zlib.compress(data)[:30]))
show(lambda: zlib.decompress(zlib.compress(data)+b'tail') == data)
c = bytearray(zlib.compress(data)); c[-1] ^= 1
show(lambda: zlib.decompress(c)); show(lambda: zlib.decompress(data, bufsize=0)); show(lambda: zlib.decompress(data, bufsize=-1))
show(lambda: zlib.decompress(b'x', wbits=99))
show(lambda: zlib.crc32(b'abc')); show(lambda: zlib.crc32(b'c', zlib.crc32(b'ab'))); show(lambda: zlib.crc32(b'', -1)); show(lambda: zlib.crc32(b'a', 2**70+5))
show(lambda: zlib.adler32(b'abc')); show(lambda: zlib.adler32(b'')); show(lambda: zlib.adler32(b'c', zlib.adler32(b'ab'))); show(lambda: zlib.crc32('a')); show(lambda: zlib.crc32(b'a', 1.5))
co = zlib.compressobj(6)
parts = [co.compress(data[i:i+100]) for i in range(0, len(data), 100)]
d2 = co.copy()
a = b''.join(parts) + co.flush(); b = b''.join(parts) + d2.flush()
show(lambda: (a == b, zlib.decompress(a) == data))
show(lambda: co.compress(b'x')); show(lambda: co.flush()); show(lambda: co.copy())
co = zlib.compressobj(level=9, wbits=-15, memLevel=9, strategy=zlib.Z_RLE)
p = co.compress(data) + co.flush(zlib.Z_SYNC_FLUSH) + co.compress(data) + co.flush(zlib.Z_FULL_FLUSH) + co.flush(zlib.Z_NO_FLUSH) + co.flush()
show(lambda: p); show(lambda: zlib.decompress(p, -15) == data * 2)
show(lambda: zlib.compressobj(level=20)); show(lambda: zlib.compressobj(wbits=99)); show(lambda: zlib.compressobj(memLevel=99)); show(lambda: zlib.decompressobj(wbits=99)); show(lambda: zlib.compressobj(level='a')); show(lambda: zlib.compressobj(level=2**40))
do = zlib.decompressobj()
out = b''
src = a + b'more data'
for i in range(0, len(src), 7):
    out += do.decompress(src[i:i+7])
show(lambda: (out == data, do.eof, do.unused_data, do.unconsumed_tail, do.flush()))
do = zlib.decompressobj()
r = do.decompress(a, 10); show(lambda: (r, len(do.unconsumed_tail), do.eof, do.unused_data))
cp = do.copy()
r = do.decompress(do.unconsumed_tail, max_length=100); show(lambda: (r, len(do.unconsumed_tail)))
show(lambda: do.flush(1)); show(lambda: (do.eof, do.unconsumed_tail, do.unused_data))
show(lambda: cp.flush()); show(lambda: do.decompress(b'', -1)); show(lambda: do.flush(0)); show(lambda: do.decompress('x'))
show(lambda: do.decompress(b'after')); show(lambda: do.unused_data)
dic = b'hello world'
co = zlib.compressobj(zdict=dic); z = co.compress(data) + co.flush(); show(lambda: z)
show(lambda: zlib.decompressobj(zdict=dic).decompress(z) == data)
show(lambda: zlib.decompressobj().decompress(z)); show(lambda: zlib.decompressobj(zdict=b'wrong').decompress(z)); show(lambda: zlib.decompress(z)); show(lambda: zlib.decompressobj(zdict='s'))
co = zlib.compressobj(wbits=-15, zdict=dic); z = co.compress(data) + co.flush()
show(lambda: zlib.decompressobj(-15, zdict=dic).decompress(z) == data)
do = zlib.decompressobj(); show(lambda: do.decompress(b'garbage')); show(lambda: do.decompress(a))
print(zlib.error.__module__, zlib.error.__mro__, type(zlib.compressobj()), type(do), zlib.ZLIB_VERSION == zlib.ZLIB_RUNTIME_VERSION)
show(lambda: type(do)())
import copy; show(lambda: type(copy.copy(zlib.compressobj())), ); show(lambda: type(copy.deepcopy(zlib.decompressobj())))
print(sorted(n for n in dir(zlib) if n[0] != '_'))
g = gzip.compress(data, mtime=0); show(lambda: g); show(lambda: gzip.decompress(g) == data); show(lambda: gzip.decompress(g + g) == data * 2)
show(lambda: gzip.decompress(g[:-3])); show(lambda: gzip.decompress(b'xx'))
buf = io.BytesIO()
with gzip.GzipFile(fileobj=buf, mode='wb', mtime=1) as f:
    for i in range(100): f.write(b'line %d\n' % i)
buf.seek(0)
with gzip.open(buf, 'rt') as f: lines = list(f)
print(len(lines), lines[:2], lines[-1])
import zipfile
buf = io.BytesIO()
with zipfile.ZipFile(buf, 'w', zipfile.ZIP_DEFLATED) as z:
    z.writestr('a.txt', data); z.writestr('d/b.txt', 'text', zipfile.ZIP_STORED)
with zipfile.ZipFile(buf) as z:
    print(z.namelist(), z.read('a.txt') == data, z.read('d/b.txt'), z.testzip(), z.getinfo('a.txt').compress_size < len(data))
big = bytes(100000) + data * 100
show(lambda: zlib.decompress(zlib.compress(big)) == big)
for _ in range(300): zlib.decompressobj(); zlib.compressobj()
