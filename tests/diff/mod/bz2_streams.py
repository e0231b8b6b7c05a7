# Compression with bz2: whole texts, pieces, limits, what follows the end, files, errors.
import bz2
import io
import pickle
import random

random.seed(3)
text = b''.join(b'line %d of the text, %d\n' % (i, random.randrange(1000)) for i in range(4000))
packed = bz2.compress(text)
print(len(packed), bz2.decompress(packed) == text, bz2.decompress(packed + packed) == text + text)
for level in 1, 5, 9:
    print(level, bz2.compress(text, level) == bz2.BZ2Compressor(level).compress(b'') + bz2.compress(text, level), len(bz2.compress(text, level)))
c = bz2.BZ2Compressor()
pieces = b''.join(c.compress(text[i:i + 997]) for i in range(0, len(text), 997)) + c.flush()
print(pieces == packed)
d = bz2.BZ2Decompressor()
print(d.eof, d.needs_input, d.unused_data)
out = [d.decompress(packed[i:i + 100]) for i in range(0, len(packed), 100)]
print(b''.join(out) == text, d.eof, d.needs_input)
d = bz2.BZ2Decompressor()
got = d.decompress(packed + b'behind', max_length=1000)
print(len(got), d.eof, d.needs_input)
while not d.eof:
    more = d.decompress(b'', 5000)
    assert len(more) <= 5000
    got += more
print(got == text, d.unused_data, d.needs_input)
d = bz2.BZ2Decompressor()
print(d.decompress(packed, 0), d.needs_input, d.eof, d.decompress(b'', 7))
for action in (lambda: d.decompress(b'', 'x'), lambda: bz2.BZ2Decompressor().decompress(b'nonsense!!'), lambda: bz2.BZ2Decompressor().decompress('a'),
               lambda: c.flush(), lambda: c.compress(b'x'), lambda: bz2.BZ2Compressor(0), lambda: bz2.BZ2Compressor(10),
               lambda: bz2.BZ2Compressor(1, 2), lambda: bz2.BZ2Compressor('x'), lambda: bz2.BZ2Decompressor(1), lambda: bz2.decompress(packed[:-3]),
               lambda: bz2.BZ2Compressor(2 ** 40), lambda: pickle.dumps(bz2.BZ2Compressor()), lambda: pickle.dumps(d),
               lambda: type('Sub', (bz2.BZ2Compressor,), {})):
    try:
        print(action())
    except Exception as e:
        print(type(e).__name__, e)
d = bz2.BZ2Decompressor()
d.decompress(packed)
try:
    d.decompress(b'')
except EOFError as e:
    print(e)
buffer = io.BytesIO()
with bz2.open(buffer, 'wt', encoding='utf-8', newline='\n') as f:
    f.write('one\ntwo\nthr\xe9e\n')
buffer.seek(0)
with bz2.open(buffer, 'rt', encoding='utf-8') as f:
    print(ascii(f.read()))
buffer.seek(0)
with bz2.BZ2File(buffer) as f:
    print(f.readline(), f.seek(1), f.read(3), f.tell(), f.readlines())
print(bz2.decompress(b''), bz2.compress(b'') == b'BZh9\x17rE8P\x90\x00\x00\x00\x00')
print(b'text'.__class__, __import__('codecs').decode(__import__('codecs').encode(b'abc' * 9, 'bz2'), 'bz2'))
