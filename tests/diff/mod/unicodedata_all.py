# stress: 100000
# Every property of every code point in both databases, as checksums over blocks so that a difference is easy to find.
import hashlib
import unicodedata as new

old = new.ucd_3_2_0
print(new.unidata_version, old.unidata_version)
plain = ('category', 'bidirectional', 'combining', 'mirrored', 'east_asian_width', 'decomposition')
valued = ('decimal', 'digit', 'numeric', 'name')
for title, db in (('new', new), ('old', old)):
    for start in range(0, 0x110000, 0x4000):
        chars = [chr(c) for c in range(start, start + 0x4000)]
        sums = hashlib.sha256()
        for f in plain:
            sums.update(repr(list(map(getattr(db, f), chars))).encode())
        for f in valued:
            f = getattr(db, f)
            sums.update(repr([f(c, None) for c in chars]).encode())
        alone = start < 0x30000 or start == 0xe0000
        for form in ('NFC', 'NFD', 'NFKC', 'NFKD'):
            sums.update(ascii(db.normalize(form, ''.join(chars))).encode())
            if alone:
                sums.update(ascii([db.normalize(form, c) for c in chars]).encode())
                sums.update(ascii([db.is_normalized(form, c) for c in chars]).encode())
        print(title, hex(start), sums.hexdigest()[:16])
for db in new, old:
    bad = 0
    for c in range(0x110000):
        name = db.name(chr(c), None)
        if name is not None and db.lookup(name) != chr(c):
            bad += 1
    print('names that lead elsewhere:', bad)
