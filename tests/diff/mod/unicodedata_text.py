# stress: 100000
# Normalization of random text out of characters that interact, in both databases, and canonical order of long runs.
import random
import unicodedata as new

old = new.ucd_3_2_0
random.seed(7)
marks = [chr(c) for c in range(0x110000) if new.combining(chr(c))]
whole = [chr(c) for c in range(0x110000) if new.decomposition(chr(c))]
jamo = [chr(c) for c in range(0x1100, 0x1200)] + [chr(c) for c in range(0xac00, 0xac40)]
plain = 'aAeEoOuUsStT \u09c7\u09be\u0b47\u0b3e\u1025\u102e\U00011099\U000110ba'
sums = {}
for i in range(3000):
    text = ''.join(random.choice(random.choice((marks, whole, jamo, plain, marks, plain))) for k in range(random.randrange(1, 12)))
    for form in ('NFC', 'NFD', 'NFKC', 'NFKD'):
        for which, db in ((0, new), (1, old)):
            result = db.normalize(form, text)
            key = form, which
            sums[key] = (sums.get(key, 0) * 31 + sum((k + 1) * ord(c) for k, c in enumerate(result))) % 1000000007
            sums[key] += db.is_normalized(form, text) + 2 * db.is_normalized(form, result)
for key in sorted(sums):
    print(key, sums[key])

# Long runs of combining characters: in order in linear time, equals keep their places.
low, high = '\u0323', '\u0301'
run = 'a' + (high + low) * 20000
ordered = new.normalize('NFD', run)
print(len(ordered), ordered == 'a' + low * 20000 + high * 20000)
print(ascii(new.normalize('NFC', run)[:3]), len(new.normalize('NFC', run)))
print(ascii(new.normalize('NFC', 'e\u0300\u0316' * 3)), ascii(new.normalize('NFC', 'e\u0316\u0300' * 3)))
print(ascii(new.normalize('NFKC', '\ufdfa\ufb01\u1e9b\u0323')))
print(new.normalize('NFC', '\u1100\u1161\u11a8\u11a8') == '\uac01\u11a8')
