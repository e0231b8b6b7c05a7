# stress: 2000
import re
pats = [r'a*', r'(a|b)*c', r'(a+)(b+)?', r'(?P<x>\d+)-(?P<y>\w+)', r'(a*?)(b)', r'^\s*(\w+)\s*=\s*(.*?)\s*$', r'(?i)HeLLo', r'(?:ab){2,3}', r'(?:ab){2,3}?', r'(a|ab)(c|bcd)(d*)',
 r'(?=a)a', r'(?!a)\w', r'(?<=a)b', r'(?<!a)b', r'\bfoo\b', r'(\w)\1', r'(?P<q>[\'"]).*?(?P=q)', r'x{0}y', r'[^abc]+', r'(?s).+', r'(?m)^\w+$', r'(a)?(?(1)b|c)', r'(?>a+)b', r'a++b', r'(?:ab)*+c', r'a{2,}+', r'(a|b|cd|ef)+', r'((a)|(b))*', r'(?:(a)|b)*', r'(a*)*', r'(a*)+', r'(?:a?)*?b', r'(a|b)*?c', r'\d{3}|\d{2}', r'', r'$', r'^', r'\Z', r'\A\w', r'.', r'[\w.]+@[\w.]+', r'(?:x|(?:y))(z)', r'(a(b(c)?)?)?d', r'(?x) a  b # c', r'\u00e9+', r'[à-ü]+', r'(?i)[à-ü]+', r'(?i)straße', r'(?a)\w+', r'(?:a|b|c){3}', r'(..)\1', r'(?<=(a))b', r'(?=(a+))a*b\1', r'(?!(a)b)a', r'((?:a|b)+?)b', r'(?i)k', r'[\d\s]+', r'(?:(?:a)*)*b', r'(a?){3}', r'(?:a*b|a*c)*d', r'(foo|bar|baz)qux', r'\n', r'(?m)$', r'([ab]*?)(?=b)', r'(a)(b)?\2', r'(?:a|(b))+', r'([^,]*),([^,]*)', r'"(?:[^"\\]|\\.)*"', r'<(\w+)>(.*?)</\1>',r'(?:(\d+)|(\w+))\s']
strs = ['', 'a', 'aaa', 'ab', 'abc', 'abab', 'ababab', 'aaabbb', 'abcd', 'foo bar', 'hello HELLO', '  key = value  ', '12-ab 345-cd', 'aabbcc', '"quoted" \'x\'', 'line1\nline2\n', 'foobar foo', 'user@example.com, b@c.d', 'xz yz', 'abd', 'é éé Éa', 'straße STRASSE', 'ababc', 'abcdd', 'acd', 'bc', 'c', 'aab', 'cdefab', 'fooqux bazqux', 'K\u212a k', '1 2\t3', 'aabaab', '"a\\"b" "c"', '<b>x</b><i>y</i>', 'b a\u4e2d\U0001F600z', '12 ab 34 ']
def show(m): 
    return None if m is None else (m.span(), m.groups(), m.lastindex, m.lastgroup, m.regs)
for p in pats:
    try: r = re.compile(p)
    except re.error as e: print('ERR', p, e); continue
    print(repr(r), r.groups, dict(r.groupindex))
    for s in strs:
        print(' ', ascii(s), show(r.match(s)), show(r.fullmatch(s)), show(r.search(s)), ascii(r.findall(s)), ascii([m.span() for m in r.finditer(s)]))
        print('    ', ascii(r.split(s)), ascii(r.sub('<\\g<0>>', s)), ascii(r.sub(lambda m: m.group()[::-1], s)), ascii(r.subn('-', s, 2)), show(r.search(s,1)), show(r.match(s,1,3)))
print(re.sub(r'(\w+) (\w+)', r'\2 \1', 'hello world foo bar'), re.escape('a.b*c'), re.split(r'(,)\s*', 'a, b,c'), re.findall(rb'\w+', b'ab cd'), re.sub(rb'b', b'\\g<0>x', b'abc'))
m = re.match('(?P<a>x)(?P<b>y)?', 'xz'); print(m, m.groupdict(), m['a'], m[0], m.expand(r'\1-\g<a>'), m.start('a'), m.end(2), m.string, m.re, m.pos, m.endpos)
for e in ["m.group(5)","m['z']","re.compile('(')","re.compile('a**')","re.match('a',b'a')","re.match(b'a','a')","re.sub('a','\\\\9','a')","re.compile('[a')", "re.match('a', 5)"]:
    try: print(eval(e))
    except Exception as x: print(e, type(x).__name__, x)
print(re.match('(a|b)*', 'ab'*50000).span(), re.search('(?:a|b)*?c', 'ab'*20000+'c').span(), re.match(r'(?:\w+\s*)*$', 'a b '*50).span())
s=re.Scanner([(r'\d+', lambda s,t:int(t)),(r'\w+',lambda s,t:t),(r'\s+',None)]); print(s.scan('ab 12 cd'))
