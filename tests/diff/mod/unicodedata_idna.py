# stress: 100
# What is built on unicodedata: stringprep, the idna codec, \N escapes at run time.
import stringprep

for host in ('stra\xdfe.de', 'b\xfccher.example', '\u4f8b\u3048.\u30c6\u30b9\u30c8', 'a.b', '', 'xn--bcher-kva', '\u2488.de', 'a' * 64, 'a..b',
             '\u0627\u0644.com', '\u06271', '\u200d', 'A\u0301.B'):
    try:
        encoded = host.encode('idna')
        print(ascii(host)[:40], encoded, ascii(encoded.decode('idna')))
    except UnicodeError as e:
        print(ascii(host)[:40], type(e).__name__, e)
for raw in (b'xn--strae-oqa.de', b'xn--\xff', b'xn--a', b'XN--BCHER-KVA.x', b'xn--0'):
    try:
        print(raw, ascii(raw.decode('idna')))
    except UnicodeError as e:
        print(raw, type(e).__name__)
tables = [n for n in dir(stringprep) if n.startswith('in_table')]
for name in tables:
    f = getattr(stringprep, name)
    print(name, sum(f(chr(c)) for c in range(0, 0x30000, 7)))
print(ascii(stringprep.map_table_b2('\xdf')), ascii(stringprep.map_table_b3('\u1e9e')))
print(ascii('\N{BULLET}'), ascii(rb'\N{GREEK SMALL LETTER ALPHA}'.decode('unicode_escape')))
print('\xe9\u4e00a\U0001f600'.encode('ascii', 'namereplace'))
try:
    rb'\N{NO SUCH}'.decode('unicode_escape')
except UnicodeDecodeError as e:
    print(e)
