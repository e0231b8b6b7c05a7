import io, os, sys
import tempfile
d_ = tempfile.mkdtemp(); p = os.path.join(d_, 'f.txt')
def t(f, *a):
    try: print(repr(f(*a)).replace(p, 'P'))
    except Exception as e: print(type(e).__name__, str(e).replace(p, 'P'))
x = open(p, 'w'); x.write('unflushed'); print(open(p).read() in ('unflushed', '')); x.close(); print(repr(x).replace(p, 'P')); print(repr(open(p, 'rb', 0)).replace(p, 'P'))
r, wfd = os.pipe(); os.write(wfd, b'one\ntwo\n'); os.close(wfd); pf = open(r); print(pf.readline(), pf.read(), pf.seekable()); t(pf.seek, 0); t(pf.tell)
fd = os.open(p, os.O_RDONLY); q = open(fd, closefd=False); q.close(); os.close(fd); t(open, p, 'r', -1, None, None, None, False); print(open(p, opener=lambda a, b: os.open(a, b)).read())
open(p, 'w').writelines(str(i) + '\n' for i in range(5000)); print(sum(int(l) for l in open(p)), len(open(p).readlines(100)))
big = 'x' * 300000 + '\n' + 'é' * 100000; open(p, 'w').write(big); f = open(p); print(len(f.readline()), f.tell(), len(f.read()), open(p).read() == big); os.remove(p); os.rmdir(d_)
