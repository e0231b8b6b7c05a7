# stress: 500
def t(f, *a):
    try: print(ascii(f(*a)))
    except Exception as e: print(type(e).__name__, e)
S = ['', 'a', 'abc', 'aXbXc', '  lead trail  ', 'é', '日本語', 'mixé日\U0001F600', 'ab\tc\n', 'ΑΣ', 'ΑΣ Β', 'ß', 'ﬁn', 'İi', 'ǆ', 'a\r\nb\rc\x0bd\x85e\u2028f', '123', '٣', '²', '½', "it's", '"q"', '\'"', '\x00\x7f\x80\xa0\xad\u200b\ud800', 'Hello World', 'hello_World9', '_x', '9x', 'class', 'aaaa', '+12', '-']
for s in S:
    for m in 'upper lower title capitalize swapcase casefold isalpha isalnum isdecimal isdigit isnumeric islower isupper istitle isspace isprintable isidentifier isascii strip lstrip rstrip split rsplit splitlines'.split():
        t(getattr(s, m))
    print(repr(s) if s.isprintable() else ascii(s), ascii(s), len(s))
    t(s.splitlines, True)
    for w in (0, 5, 8):
        t(s.center, w, '*'); t(s.ljust, w); t(s.rjust, w, '\u3000'); t(s.zfill, w); t(s.expandtabs, w)
    for sub in ('', 'a', 'X', 'b', 'aa', '日', '\U0001F600', 'zz'):
        for m in 'find rfind index rindex count partition rpartition split rsplit startswith endswith removeprefix removesuffix'.split():
            t(getattr(s, m), sub)
        t(s.find, sub, 1, -1); t(s.rfind, sub, -3); t(s.count, sub, 1, 3); t(s.startswith, (sub, 'q'), 1)
        t(s.replace, sub, '-'); t(s.replace, sub, '日', 1); t(s.replace, sub, '', 2); t(s.split, sub, 1) ; t(s.rsplit, sub, 1)
        print(sub in s)
    t(s.split, None, 1); t(s.rsplit, None, 1); t(s.strip, 'aé '); t(s.translate, {97: 'ZZ', 98: None, 99: 100}); t(s.encode, 'utf-8', 'surrogatepass'); t(s.encode); t(s.encode, 'ascii', 'xmlcharrefreplace'); t(s.encode, 'latin-1', 'backslashreplace'); t(s.encode, 'ascii', 'replace'); t(s.encode, 'latin-1', 'ignore'); t(s.encode, 'utf-16'); t(s.encode, 'utf-32-be', 'replace')
    for i in (0, -1, 2, 100, slice(None, None, -1), slice(1, 3), slice(None, None, 2), slice(-3, None), slice(5, 1)):
        t(s.__getitem__, i)
    t(lambda: s * 3); t(lambda: s + 'é'); t(lambda: 'q' + s); t(lambda: s * -1); t(lambda: hash(s) == hash(s + ''))
    t(lambda: list(s)); t(lambda: sorted(s)); t(lambda: s < 'b'); t(lambda: s == s[:]); t(lambda: max([s, 'b', '日'])); t(lambda: ','.join(s)); t(lambda: '日'.join([s, s]))
t(str.maketrans, 'abc', 'xyz', 'q'); t(str.maketrans, {'a': 1, 2: 'b'}); t(str.maketrans, 'ab', 'x'); t(str.maketrans, 1); t(str.maketrans, {'ab': 1})
t('a'.join, 5); t('a'.join, ['a', 5]); t('abc'.split, ''); t('abc'.partition, ''); t(lambda: 'a' + 1); t(lambda: 1 + 'a'); t(lambda: 'a' * 'b'); t(lambda: 'a' < 1)
class S2(str):
    def __str__(self): return 'S2str'
x = S2('hello'); x.attr = 5
print(x, repr(x), x + '!', type(x + '!'), x.upper(), x.attr, type(x[:]), x == 'hello', hash(x) == hash('hello'), {x: 1}['hello'], type(str(x)), len(x), x[1:3], '%s' % x, '{}'.format(x), f'{x}', x.__getnewargs__())
t(str); t(str, b'abc', 'utf-8'); t(str, b'\xff', 'utf-8', 'replace'); t(str, 1, 2, 3, 4)
for i in range(0, 0x3000, 7):
    c = chr(i); print(i, c.isalpha(), c.upper().encode('utf-8', 'surrogatepass'), c.isprintable(), end=';')
print()
s = ''
for i in range(20000): s += str(i)
print(len(s), s[-20:], hash(s) == hash(''.join(str(i) for i in range(20000))))
s = 'ab'; u = s + 'c'; v = u + 'd' * 100; w = v + 'x'; y = v + 'y'; z = w + 'é'; zz = w + '日'
print(w[-3:], y[-3:], z[-3:], ascii(zz[-3:]), v[-3:], len(w), len(y))
print('a%sb%dc' % ('x', 5), '{0:>5}|{1:<5}|{2:^5}'.format(1, 2, 3), f'{3.14159:.2f} {255:#x} {1000000:,} {"s":>4} {-5:+d} {5:05d} {1e10:g} {0.1+0.2!r:>25}')
print('%r %a %s' % ('é', 'é', 'é'), '{!r} {!a} {!s}'.format('é', 'é', 'é'))
it = iter('abc'); next(it); print(it.__length_hint__(), list(it), type(it).__name__, type(iter('é日')).__name__)
