a = bytearray(b"abc")
a.append(100); a.extend(b"ef"); a += b"g"; a.insert(0, 0x58); a[1] = 0x41; a[2:4] = b"12345"
print(a, len(a), a.pop(), a.pop(0), a.index(b"1"), bytes(a), a == b"A12345def"[:9], a.find(b"3"))
del a[0]; del a[1:3]; a.reverse(); a.remove(ord("5"))
print(a, a.copy(), a * 2, a.hex(), a.decode(), bytearray(3), bytearray("x", "ascii"), bytearray([1, 2]), repr(bytearray(b"'")))
a[::2] = b"zzz"[:len(a[::2])]
print(a); a.clear(); print(a, bool(a))
for f in (lambda: a.pop(), lambda: bytearray([300]), lambda: bytearray(b"x").append(300), lambda: bytearray(b"x").remove(5), lambda: hash(bytearray()), lambda: bytearray(b"abc").__setitem__(5, 1)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
