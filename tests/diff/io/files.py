import io, os, sys
import tempfile
d_ = tempfile.mkdtemp(); p = os.path.join(d_, 'f.txt')
def t(f, *a):
    try: print(repr(f(*a)).replace(p, 'P'))
    except Exception as e: print(type(e).__name__, str(e).replace(p, 'P'))
with open(p, 'w') as f:
    print(f.write('hello\nwörld\n'), f.tell(), os.path.basename(f.name), f.mode, f.encoding.lower(), f.closed, f.writable(), f.readable())
    print('printed', 1, 2, file=f); f.writelines(['x\n', 'y'])
    t(f.read)
print(f.closed); t(f.write, 'x')
with open(p) as f:
    print(f.readline(), f.tell(), f.read(3), f.tell(), f.readlines(), f.read(), f.tell()); f.seek(0); print([l for l in f]); f.seek(6); print(ascii(f.read(2))); t(f.write, 'x')
    f.seek(0)
    for line in f:
        t(f.tell); break
print(open(p).read() == open(p, 'rb').read().decode())
with open(p, 'rb') as f: print(f.read(5), f.tell(), f.seek(-3, 2), f.read(), f.seek(2), f.peek(1)[:3], f.read1(4), f.readline(), f.readinto(bytearray(3)))
with open(p, 'r+') as f: print(f.read(2)); f.seek(0, 2); f.write('END'); f.seek(0); print(ascii(f.read()))
with open(p, 'a') as f: f.write('appended')
with open(p, 'rb+') as f: f.write(b'HE'); print(f.read(3)); f.seek(0); print(f.read()); f.truncate(4); 
print(open(p).read(), os.path.getsize(p))
with open(p, 'w', newline='\r\n') as f: f.write('a\nb\n')
print(open(p, 'rb').read(), open(p).read(), open(p, newline='').read(), open(p, newline='').readlines(), open(p, newline='\r').readlines())
f = open(p); f.read(); print(f.newlines); f.close()
with open(p, 'wb') as f: f.write(b'a\rb\r\nc\nd')
f = open(p); print(f.readlines(), f.newlines)
for nl in (None, '', '\n', '\r', '\r\n'): print(repr(nl), open(p, newline=nl).readlines(), open(p, newline=nl).read())
t(open, '/nonexistent/x'); t(open, p, 'q'); t(open, p, 'rw'); t(open, p, 'rb', -1, 'utf-8'); t(open, p, 'r', 0); t(open, '/tmp');  t(open, 5.5); t(open, -3); t(open, 'a\0b'); t(open, p, newline='x') if 0 else None
for enc in ('utf-16', 'utf-32', 'utf-8-sig', 'latin-1', 'utf-16-le', 'cp1252'):
    with open(p, 'w', encoding=enc) as f: f.write('é1\n'); f.write('é2\n')
    print(enc, open(p, 'rb').read(), [ascii(l) for l in open(p, encoding=enc)])
    with open(p, 'a', encoding=enc) as f: f.write('é3')
    print(open(p, 'rb').read())
with open(p, 'w', encoding='ascii', errors='replace') as f: f.write('aé')
print(open(p).read()); t(lambda: open(p, 'w', encoding='ascii').write('é'))
open(p, 'wb').write(b'ok\xff\n'); t(lambda: open(p, encoding='utf-8').read()); print(ascii(open(p, encoding='utf-8', errors='surrogateescape').read()))
os.remove(p); os.rmdir(d_)
