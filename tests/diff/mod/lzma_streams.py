# Compression with lzma: formats, checks, filters, pieces, limits, what follows the end, errors.
import io
import lzma
import pickle
import random

random.seed(4)
text = b''.join(b'line %d of the text, %d\n' % (i, random.randrange(1000)) for i in range(3000))
for options in ({}, {'format': lzma.FORMAT_ALONE}, {'check': lzma.CHECK_CRC32}, {'check': lzma.CHECK_NONE}, {'check': lzma.CHECK_SHA256},
                {'preset': 0}, {'preset': 9 | lzma.PRESET_EXTREME}, {'filters': [{'id': lzma.FILTER_DELTA, 'dist': 4}, {'id': lzma.FILTER_LZMA2, 'preset': 3}]},
                {'filters': [{'id': lzma.FILTER_X86}, {'id': lzma.FILTER_LZMA2, 'lc': 2, 'lp': 1, 'dict_size': 1 << 16}]},
                {'format': lzma.FORMAT_ALONE, 'filters': [{'id': lzma.FILTER_LZMA1, 'mode': lzma.MODE_FAST, 'mf': lzma.MF_HC4, 'nice_len': 50, 'depth': 10}]}):
    packed = lzma.compress(text, **options)
    d = lzma.LZMADecompressor()
    print(options, len(packed), d.check, d.decompress(packed) == text, d.check, d.eof, d.unused_data, d.needs_input)
raw = [{'id': lzma.FILTER_LZMA2, 'preset': 4}]
packed = lzma.compress(text, lzma.FORMAT_RAW, filters=raw)
print(len(packed), lzma.decompress(packed, lzma.FORMAT_RAW, filters=raw) == text)
packed = lzma.compress(text)
print(lzma.decompress(packed + packed) == text * 2)
c = lzma.LZMACompressor()
print(b''.join(c.compress(text[i:i + 997]) for i in range(0, len(text), 997)) + c.flush() == packed)
d = lzma.LZMADecompressor()
print(b''.join(d.decompress(packed[i:i + 100]) for i in range(0, len(packed), 100)) == text, d.eof)
d = lzma.LZMADecompressor()
got = d.decompress(packed + b'behind', max_length=1000)
print(len(got), d.eof, d.needs_input)
while not d.eof:
    more = d.decompress(b'', 5000)
    assert len(more) <= 5000
    got += more
print(got == text, d.unused_data, d.needs_input)
d = lzma.LZMADecompressor()
print(d.decompress(packed[:20], 0), d.needs_input, d.eof)
for spec in ({'id': lzma.FILTER_LZMA2, 'dict_size': 1 << 20}, {'id': lzma.FILTER_LZMA1}, {'id': lzma.FILTER_DELTA, 'dist': 9},
             {'id': lzma.FILTER_ARM, 'start_offset': 16}):
    b = lzma._encode_filter_properties(spec)
    print(spec, b, lzma._decode_filter_properties(spec['id'], b))
print([lzma.is_check_supported(c) for c in range(17)])
L, C, D = lzma, lzma.LZMACompressor, lzma.LZMADecompressor
for action in (lambda: D().decompress(b'nonsense' * 4), lambda: D().decompress('a'), lambda: c.flush(), lambda: c.compress(b'x'),
               lambda: C(9), lambda: C(preset=3, filters=raw), lambda: C(preset=77), lambda: C(L.FORMAT_RAW), lambda: C(L.FORMAT_ALONE, 4),
               lambda: C(L.FORMAT_ALONE, filters=raw), lambda: C(filters=[{}]), lambda: C(filters=[1]), lambda: C(filters=5),
               lambda: C(filters=[{'id': 99}]), lambda: C(filters=[{'id': L.FILTER_DELTA, 'x': 1}]), lambda: C(filters=raw * 5),
               lambda: C(filters=[{'id': L.FILTER_LZMA2, 'preset': 'x'}]), lambda: C(filters=[{'id': L.FILTER_X86, 'dist': 1}]),
               lambda: C(filters=[{'id': L.FILTER_LZMA2, 'strange': 1}]), lambda: C(filters=[{'id': L.FILTER_LZMA2, 'preset': 99}]),
               lambda: C(filters=[{'id': L.FILTER_DELTA}]), lambda: C(check=99), lambda: C(1, 2, 3, 4, 5), lambda: C(bad=1),
               lambda: D(9), lambda: D(L.FORMAT_RAW), lambda: D(L.FORMAT_RAW, 1, raw), lambda: D(filters=raw), lambda: D(memlimit=100).decompress(packed),
               lambda: D(memlimit=-1), lambda: lzma.decompress(packed[:-4]), lambda: lzma.decompress(packed[:50] + b'xx' + packed[52:]),
               lambda: D(L.FORMAT_ALONE).decompress(packed), lambda: pickle.dumps(C()), lambda: pickle.dumps(D()),
               lambda: lzma._decode_filter_properties(L.FILTER_DELTA, b'abc'), lambda: C(preset=-1), lambda: C(preset=2 ** 40)):
    try:
        print(action())
    except Exception as e:
        print(type(e).__name__, e)
buffer = io.BytesIO()
with lzma.open(buffer, 'wt', encoding='utf-8', newline='\n') as f:
    f.write('one\ntwo\nthr\xe9e\n')
buffer.seek(0)
with lzma.LZMAFile(buffer) as f:
    print(f.readline(), f.seek(1), f.read(3), f.tell(), f.readlines())
print(lzma.LZMAError, lzma.LZMAError.__mro__)
