# Names, aliases, named sequences, and what the functions say about arguments that they cannot use.
import unicodedata as u

old = u.ucd_3_2_0
texts = ['SPACE', 'space', 'Latin Small Letter A With Grave', 'NUL', 'LINE FEED', 'BEL', 'BELL', 'ALERT', 'NEW LINE', 'VS1', 'ZWJ',
         'LATIN SMALL LETTER GHA', 'LATIN SMALL LETTER OI', 'KEYCAP DIGIT ONE', 'keycap number sign', 'BENGALI LETTER KHINYA',
         'HANGUL SYLLABLE GA', 'HANGUL SYLLABLE GAGG', 'HANGUL SYLLABLE A', 'HANGUL SYLLABLE', 'HANGUL SYLLABLE ', 'HANGUL SYLLABLE GAX',
         'hangul syllable ga', 'CJK UNIFIED IDEOGRAPH-4E00', 'cjk unified ideograph-4e00', 'CJK UNIFIED IDEOGRAPH-04E00',
         'CJK UNIFIED IDEOGRAPH-2A6D6', 'CJK UNIFIED IDEOGRAPH-FFFFF', 'CJK UNIFIED IDEOGRAPH-4E0', 'CJK COMPATIBILITY IDEOGRAPH-F900',
         'cjk compatibility ideograph-f900', 'CJK COMPATIBILITY IDEOGRAPH-0F900', 'NUSHU CHARACTER-1B170', 'NUSHU CHARACTER-1B16F',
         'TANGUT IDEOGRAPH-17000', 'VARIATION SELECTOR-17', 'variation selector-256', '', ' ', 'SPACE ', 'A' * 256, 'A' * 257, '\xe9',
         '<control>', b'SPACE', b'\xe9', bytearray(b'SPACE'), 1, None, '\udc80']
for text in texts:
    for db in u, old:
        try:
            print(repr(text)[:40], ascii(db.lookup(text)))
        except (KeyError, TypeError, UnicodeError) as e:
            print(repr(text)[:40], type(e).__name__, ascii(str(e))[:120])

for name in ('name', 'decimal', 'digit', 'numeric', 'category', 'bidirectional', 'combining', 'mirrored', 'east_asian_width', 'decomposition'):
    f = getattr(u, name)
    for args in (('a',), ('7',), ('\xbd',), ('\0',), ('ab',), ('',), (1,), (), ('\0', 'none'), ('a', 'b', 'c')):
        try:
            print(name, args, repr(f(*args)))
        except (TypeError, ValueError) as e:
            print(name, args, type(e).__name__, e)
for name in ('normalize', 'is_normalized'):
    f = getattr(u, name)
    for args in (('NFC', 'a'), ('nfc', 'a'), ('nfc', ''), (1, 'a'), ('NFC', 1), ('NFC',), ('NFD', '\xe9'), ('NFC', 'e\u0301')):
        try:
            print(name, args, ascii(f(*args)))
        except (TypeError, ValueError) as e:
            print(name, args, type(e).__name__, e)
print(type(old), type(old).__name__, type(old).__module__)
try:
    u.UCD()
except TypeError as e:
    print(e)


class Text(str):
    pass


print(type(u.normalize('NFC', Text('abc'))), u.normalize('NFC', Text('\xe9')), u.name(Text('a')))
