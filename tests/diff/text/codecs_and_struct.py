# counts: no, it sees when a parser looks at its text
# stress: 500
import codecs, struct, string, sys
def t(f, *a, **k):
    try: print(ascii(f(*a, **k)))
    except Exception as e: print(type(e).__name__, e)
for data in (b'\x80', b'\xc3', b'\xc3\x28', b'\xe2\x82', b'\xe2\x28\xa1', b'\xf0\x9f\x98', b'\xf0\x28\x8c\xbc', b'\xed\xa0\x80', b'\xf8\x88', b'\xe0\x80\x80', b'\xf4\x90\x80\x80', b'ab\xffcd\xfe', b'\xc0\x80', b'\xf0\x80\x80\x80', b'\xed\xa0', b'a\xe2'):
    for e in ('strict', 'ignore', 'replace', 'backslashreplace', 'surrogateescape', 'surrogatepass', 'xmlcharrefreplace'):
        t(data.decode, 'utf-8', e)
    for enc in ('ascii', 'utf-16', 'utf-16-le', 'utf-16-be', 'utf-32', 'utf-32-le', 'latin-1', 'cp1252', 'utf-7x'): t(data.decode, enc); t(data.decode, enc, 'replace')
for s in ('\ud800', 'a\udc80b', 'é', '日\U0001F600', 'x\udfff\udfffy'):
    for enc in ('utf-8', 'ascii', 'latin-1', 'utf-16-le', 'utf-32-be', 'cp1252', 'utf-8-sig'):
        for e in ('strict', 'ignore', 'replace', 'backslashreplace', 'xmlcharrefreplace', 'surrogateescape', 'surrogatepass'): t(s.encode, enc, e)
def h(e): return ('<%d-%d>' % (e.start, e.end), e.end)
codecs.register_error('mine', h); t('aéb日'.encode, 'ascii', 'mine'); t(b'a\xff\xfeb'.decode, 'ascii', 'mine'); codecs.register_error('bad', lambda e: 5); t('é'.encode, 'ascii', 'bad')
t(codecs.lookup); t(lambda: codecs.lookup('UTF_8').name); t(lambda: codecs.lookup('Latin 1').name); t(codecs.encode, b'ab', 'hex'); t(codecs.decode, b'6162', 'hex'); t(codecs.encode, 'Hello', 'rot13'); t('x'.encode, 'rot13'); t(codecs.encode, 'a\n\\é日', 'unicode_escape'); t(codecs.decode, b'\\x41\\u65e5\\n\\101\\q', 'unicode_escape'); t(codecs.decode, b'\\u00e9\\x41', 'raw_unicode_escape'); t(codecs.escape_decode, b'\\x41\\n'); t(codecs.decode, b'\\xz', 'unicode_escape')
dec = codecs.getincrementaldecoder('utf-8')(); print(ascii(dec.decode(b'\xe6\x97')), ascii(dec.decode(b'\xa5')), dec.getstate()); t(dec.decode, b'\xe6', True)
enc = codecs.getincrementalencoder('utf-16')(); print(enc.encode('a'), enc.encode('b'))
print(list(codecs.iterdecode([b'\xc3', b'\xa9'], 'utf-8')) == ['é'], codecs.BOM_UTF8, codecs.getreader('utf-8'))
print(ascii(codecs.charmap_decode(b'ab', 'strict', 'xy' * 60)), codecs.charmap_encode('ab', 'strict', {97: 1, 98: b'zz'}))
for f, v in (('b', (1,)), ('>H', (258,)), ('<i', (-5,)), ('q', (1 << 40,)), ('=Q', (1 << 63,)), ('f', (1.5,)), ('>d', (2.25,)), ('e', (0.1,)), ('3s', (b'ab',)), ('5p', (b'abc',)), ('?', (1,)), ('c', (b'x',)), ('bxh', (1, 2)), ('bi', (1, 2)), ('2h3b', (1, 2, 3, 4, 5)), ('@n', (7,)), ('<l', (1,)), ('l', (1,)), ('0i', ()), ('', ())):
    p = struct.pack(f, *v); print(f, p, struct.calcsize(f), struct.unpack(f, p))
for a in (('b', 200), ('B', -1), ('B', 256), ('h', 40000), ('H', -1), ('i', 1 << 40), ('<I', -1), ('I', 1 << 40), ('q', 1 << 70), ('Q', -1), ('<h', 70000), ('<b', 200), ('>q', 1 << 64), ('i', 'x'), ('f', 'x'), ('f', 1e300), ('e', 1e10), ('c', b'ab'), ('s', 'x'), ('z', 1), ('2', 1), ('i',), ('i', 1, 2), ('ii', 1), ('l', 1 << 70), ('i', 1.5)): t(struct.pack, *a)
t(struct.unpack, 'i', b'abc'); t(struct.unpack_from, 'i', b'abc'); t(struct.unpack_from, '<h', b'abcd', 1); t(struct.unpack_from, '<h', b'abcd', -2); t(struct.unpack_from, '<h', b'abcd', -9); b = bytearray(8); struct.pack_into('<hh', b, 2, 1, 2); print(b); t(struct.pack_into, '<i', b, 6, 1); print(list(struct.iter_unpack('<h', b'abcd'))); t(struct.iter_unpack, '<h', b'abc'); s = struct.Struct('<ih'); print(s.size, s.format, s.pack(1, 2), s.unpack(s.pack(3, 4)), struct.error)
f = string.Formatter(); print(f.format('{0} {a!r:>5} {b[0].real}', 1, a='x', b=[2]), list(f.parse('a{b.c[1]!r:x{y}}d{{')), string.Template('$a ${b} $$').substitute(a=1, b=2)); t(f.format, '{'); t(lambda: list(string.Formatter().parse('{a')))
