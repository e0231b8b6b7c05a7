def t(f, *a):
    try: print(repr(f(*a)))
    except Exception as e: print(type(e).__name__, e)
B = [b'', b'a', b'abc', b'aXbXc', b'  x y  ', b'\x00\xff\x80', b'a\r\nb\rc\n', b'Hello World', b"it's", b'"', b'\'"', b'\t\n\\', b'123', b'+5', b'aaaa']
for K in (bytes, bytearray):
    for b in B:
        s = K(b)
        for m in 'upper lower title capitalize swapcase isalpha isalnum isdigit islower isupper istitle isspace isascii strip lstrip rstrip split rsplit splitlines hex'.split():
            t(getattr(s, m))
        print(repr(s), str(s), len(s), list(s), s == b, s < b'b', bool(s))
        for w in (0, 5, 8):
            t(s.center, w, b'*'); t(s.ljust, w); t(s.rjust, w, b'-'); t(s.zfill, w); t(s.expandtabs, w)
        for sub in (b'', b'a', b'X', b'aa', b'zz', 97, bytearray(b'b'), 'str', 300):
            for m in 'find rfind index rindex count partition rpartition split rsplit startswith endswith removeprefix removesuffix'.split():
                t(getattr(s, m), sub)
            t(s.replace, sub, b'--'); t(s.replace, sub, b'', 1); t(lambda: sub in s); t(s.split, sub, 1)
        t(s.splitlines, True); t(s.strip, b'ac '); t(s.hex, ':'); t(s.hex, '-', 2); t(s.hex, '-', -2); t(s.decode); t(s.decode, 'latin-1'); t(s.decode, 'ascii', 'replace'); t(s.decode, 'utf-8', 'backslashreplace'); t(s.decode, 'utf-8', 'surrogateescape'); t(s.decode, 'utf-16')
        for i in (0, -1, 2, 100, slice(None, None, -1), slice(1, 3), slice(None, None, 2), slice(5, 1), 'x'):
            t(s.__getitem__, i)
        t(lambda: s * 3); t(lambda: s + b'z'); t(lambda: b'z' + s); t(lambda: s + 'z'); t(lambda: s + bytearray(b'q')); t(s.translate, bytes(range(256))); t(s.translate, None, b'aX'); t(s.translate, b'x')
        t(lambda: s % ()) ; t(lambda: b','.join([s, s])); t(lambda: K(b'-').join([s, b'1', bytearray(b'2')])); t(s.join, [b'a', 'b'])
t(bytes, 5); t(bytes, [1, 2, 300]); t(bytes, 'a'); t(bytes, 'é', 'utf-8'); t(bytes, -1); t(bytes, 1.5); t(bytes, [b'a']); t(bytes, None); t(bytes.fromhex, '0a 0B ff'); t(bytes.fromhex, '0'); t(bytes.fromhex, 'zz'); t(bytearray.fromhex, 'aabb'); t(bytes.maketrans, b'a', b'b'[0:0]); t(bytes, 5, 'x'); t(bytes, (x for x in (1, 2, 3)))
class M:
    def __bytes__(self): return b'M!'
t(bytes, M()); t(lambda: b'%s' % M())
class BB(bytes): pass
x = BB(b'abc'); x.q = 1; print(x, type(x + b'd'), x.q, x == b'abc', type(x[:]), {x: 1}[b'abc'], hash(x) == hash(b'abc'))
a = bytearray(b'hello'); a.append(33); a.extend(b' w'); a.extend([111]); a.insert(0, 62); print(a, a.pop(), a.pop(0), a); a.remove(33); a.reverse(); print(a)
a[0] = 65; a[1:3] = b'ZZZZ'; print(a); a[::2] = b'.' * len(a[::2]); print(a); del a[0]; del a[1:3]; del a[::2]; print(a)
t(a.append, 256); t(a.append, 'x'); t(a.pop, 99); t(a.remove, 1); t(lambda: a.__setitem__(0, 300)); t(lambda: a.__setitem__(99, 1)); t(lambda: a.__setitem__(slice(0, 4, 2), b'abc')); t(hash, a); t(bytearray().pop)
a += b'123'; a *= 2; print(a, a.copy() is a, a.clear(), a)
a = bytearray(b'0123456789'); del a[:3]; a += b'ab'; del a[:5]; print(a, len(a)); a.insert(0, 1); print(a)
m = memoryview(bytearray(b'abcdefgh')); print(m[0], m[1:3].tobytes(), m[::2].tolist(), len(m), m.format, m.itemsize, m.nbytes, m.readonly, m.shape, m.strides, m.contiguous, m[::2].contiguous)
m[0] = 90; m[1:3] = b'QQ'; print(bytes(m), m.obj, m == b'ZQQdefgh', m.tolist(), m.cast('H').tolist(), m.cast('I').shape, m.cast('B', [2, 4]).tolist())
t(lambda: memoryview(b'a').__setitem__(0, 1)); t(lambda: m.__setitem__(0, 300)); t(lambda: m.__setitem__(0, 'x')); t(lambda: m[99]); t(memoryview, 'x'); t(lambda: hash(m)); t(lambda: hash(memoryview(b'ab')) == hash(b'ab'))
ba = bytearray(b'xyz'); mv = memoryview(ba); t(ba.append, 1); mv.release(); ba.append(1); print(ba); t(lambda: mv[0]); print(repr(mv)[:12])
with memoryview(ba) as q: print(q[0])
t(lambda: q[0])
print(b'a' < b'b', b'a' == 'a', b'a' != 'a', bytearray(b'a') == b'a', b'a' == bytearray(b'a'), b'abc' > bytearray(b'abb'))
t(lambda: b'a' < 'b'); print(repr(b'%d %s %r %5.1f|%-5d|%x' % (1, b'x', 'y', 2.5, 3, 255)), bytearray(b'%s') % b'q')
print(b''.join([b'a'] * 3), list(reversed(b'abc')), max(b'abc'), sum(b'abc'), b'abc'.__contains__(98), 98 in b'abc', b'bc' in b'abc', b'abc'.index(98))
