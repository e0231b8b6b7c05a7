# counts: no, it sees how often io asks a stream
import io, os, sys
p = '?'
def t(f, *a):
    try: print(repr(f(*a)).replace(p, 'P'))
    except Exception as e: print(type(e).__name__, str(e).replace(p, 'P'))
b = io.BytesIO(b'abc\ndef'); print(b.read(2), b.tell(), b.readline(), b.getvalue(), b.seek(0, 2), b.write(b'XY'), b.getvalue(), b.truncate(3), b.getvalue(), list(io.BytesIO(b'1\n2\n')), b.closed)
src = bytes(1000); bb = io.BytesIO(src); print(bb.getvalue() is src); bb.write(b'1'); print(bb.getvalue()[:3], src[:3]); v = bb.getvalue(); bb.write(b'2'); print(v[:3], bb.getvalue()[:3])
g = io.BytesIO(b'abcdef'); gb = g.getbuffer(); gb[0:2] = b'ZZ'; t(g.write, b'q' * 100); gb.release(); print(g.getvalue()); b.close(); t(b.read); t(io.BytesIO().write, 'x')
s = io.StringIO('a\nb\r\nc'); print(s.readlines(), s.getvalue(), s.tell(), s.seek(0), s.read(1), s.write('ZZ'), ascii(s.getvalue()), s.truncate(2), s.getvalue(), s.read())
s = io.StringIO(newline=None); s.write('a\r\nb\rc'); print(repr(s.getvalue()), s.newlines); s = io.StringIO('x\r\ny', newline=''); print(s.readlines()); s = io.StringIO(newline='\r\n'); s.write('a\nb'); print(repr(s.getvalue()))
s = io.StringIO(); s.seek(3); s.write('é日'); print(ascii(s.getvalue())); t(s.write, b'x'); s.close(); t(s.read); t(io.StringIO, 5); t(io.StringIO, '', 'q')
w = io.TextIOWrapper(io.BytesIO(), encoding='utf-8', write_through=True); w.write('é\n'); print(w.buffer.getvalue(), w.seek(0), ascii(w.read()), type(w.detach())); t(w.read)
w = io.TextIOWrapper(io.BytesIO('l1\nl2é\nl3'.encode()), 'utf-8'); next(w); t(w.tell); print(ascii(w.read())); w.seek(0); print(w.readline(), w.tell(), w.readline(2), w.tell())
class R(io.RawIOBase):
    def __init__(s): s.d = [b'ab', b'cd\ne', b'']
    def readable(s): return True
    def readinto(s, b): x = s.d.pop(0) if s.d else b''; b[:len(x)] = x; return len(x)
print(io.BufferedReader(R()).read(), io.TextIOWrapper(io.BufferedReader(R()), 'ascii').readlines(), R().read(3), R().readall(), R().readline())
class W(io.RawIOBase):
    out = []
    def writable(s): return True
    def write(s, b): W.out.append(bytes(b)); return len(b)
bw = io.BufferedWriter(W(), 4); bw.write(b'ab'); bw.write(b'cdef'); bw.flush(); print(W.out); t(bw.read, 1)
print(isinstance(io.StringIO(), io.TextIOBase), isinstance(open(os.devnull), io.IOBase), issubclass(io.UnsupportedOperation, (OSError, ValueError)), io.DEFAULT_BUFFER_SIZE, io.UnsupportedOperation)
d = io.IncrementalNewlineDecoder(None, True); print(repr(d.decode('a\r')), repr(d.decode('\nb')), repr(d.decode('c\r', final=True)), d.newlines)
print(sys.stdout.name, sys.stdout.mode, sys.stdin.mode, sys.stderr.errors, sys.stdout.encoding, sys.stdout.fileno(), sys.stdout.line_buffering)
