# stress: 10
"""The scanner and the encoder of json: results, hooks, mutation while Python code runs, positions of errors, deep nesting."""
import _json, json
print(_json.make_scanner, _json.make_encoder, _json.make_encoder.__flags__ & (1<<10))
class C: pass
def t(f):
    try: print(f())
    except BaseException as e: print(type(e), e)
d=json.JSONDecoder()
t(lambda: d.scan_once(b'1',0)); t(lambda: d.scan_once('1',-1)); t(lambda: d.scan_once('1')); t(lambda: d.scan_once('1',5));t(lambda: d.scan_once(idx=0,string='12'))
t(lambda: d.scan_once('1','a')); t(lambda: _json.make_scanner(1)); t(lambda: _json.make_scanner()); t(lambda: type(_json.make_scanner(context=d)))
s=d.scan_once
t(lambda:[s.strict,s.object_hook,s.parse_float,s.parse_int,s.parse_constant('NaN'), s.object_pairs_hook])
t(lambda: setattr(s,'strict',1))
E=_json.make_encoder
t(lambda: E(1,2)); t(lambda:E(1,None,None,None,':',',',0,0,0)); t(lambda:E({},None,None,None,b':',',',0,0,0))
e=E(None,lambda o:1/0,lambda s:5,None,':',',',0,0,0)
t(lambda: e('a',0)); t(lambda: e({'a':1},0)); t(lambda: e([1.5,float('nan')],0)); t(lambda:e(3+0j,0)); t(lambda:e(3)); t(lambda:e({(1,):1},0))
t(lambda:e(1,'x'))
dd={'a':C(),'b':2}
def default(o):
    dd['zz']=3; return 'Q'
t(lambda: json.dumps(dd,default=default))
t(lambda: json.dumps({'a':C()},default=lambda o:o))
t(lambda: json.dumps({'a':1,2:3},sort_keys=True))
class D(dict):
    def items(self): return [1,2]
t(lambda: json.dumps(D(a=1)))
class D(dict):
    def items(self): return [('x',2)]
t(lambda: json.dumps(D(a=1)))
class D(dict):
    def items(self): return [('x',2),('y',)]
t(lambda: json.dumps(D(a=1)))
x=[];
for i in range(1100): x=[x]
t(lambda: json.dumps(x)); t(lambda: json.loads('['*100000)); t(lambda: json.loads('{"a":'*100000)); 
t(lambda: json.loads('1'*5000))
t(lambda: json.loads('[1,'));t(lambda: json.loads('['));t(lambda: json.loads('{'));t(lambda: json.loads('{"a":1,'));t(lambda: json.loads('{"a"'));t(lambda: json.loads('{"a":'));t(lambda: json.loads('-'));t(lambda: json.loads('1.'));t(lambda: json.loads('[1e+]'));t(lambda: json.loads('[-01]'));t(lambda: json.loads('[1.5e300,1e999,-0,-0.0]'))
t(lambda:json.loads('[tru'));t(lambda:json.loads('[true'));t(lambda:json.loads('[1e5'));t(lambda:json.loads('[1e'));t(lambda:json.loads('1.5'));t(lambda:json.loads('1e5'));t(lambda:json.loads('1e'));
t(lambda:json.loads('"abc'));t(lambda:json.loads('-Infinit'));t(lambda:json.loads('[-Infinity,NaN,Infinity]'))
m={}
E2=E(m,lambda o:[1],_json.encode_basestring,None,':',',',0,0,0)
t(lambda:E2([C(),[1,C()]],0)); print(m)
class L(list):
    def __iter__(self): return iter([7,8])
    def __len__(self): return 0
t(lambda: json.dumps(L([1,2])))
class D(dict):
    def __len__(self): return 0
t(lambda: json.dumps(D(a=1)))
class I(int):
    def __repr__(self): return 'I'
t(lambda: json.dumps([I(5), {I(4):I(9)}]))
t(lambda: json.dumps({1.5:1,True:2,None:3,False:4,float('inf'):9}))
t(lambda: json.dumps({1.5:1,b'':3},skipkeys=True)); t(lambda: json.dumps({b'':3,1:5},skipkeys=True))
t(lambda: json.dumps(float('inf'),allow_nan=False)); t(lambda: json.dumps([float('-inf')],allow_nan=False)); t(lambda: json.dumps({float('-inf'):1},allow_nan=False))
l=[C(),1,2]
def dl(o): l.append(5) if len(l)<6 else 0; return 'z'
t(lambda: json.dumps(l,default=dl))
def dl(o): 
    del l[1:]; return 'z'
t(lambda: json.dumps(l,default=dl))
t(lambda: json.loads('{"a":1}', object_pairs_hook=lambda p:p, object_hook=lambda p:1/0)); t(lambda: json.loads('{}', object_pairs_hook=lambda p:p)); t(lambda: json.loads('{}', object_hook=lambda p:[p]))
t(lambda: json.loads('[1.5,2]', parse_float=str, parse_int=lambda x:x*2, parse_constant=len)); t(lambda: json.loads('[NaN]',parse_constant=len)); t(lambda: json.loads('[1.5,2]',parse_float=int))
def h(o): raise StopIteration(3)
t(lambda: json.loads('[{}]',object_hook=h))
r=json.loads('[{"ab":1},{"ab":2},{"\\u0061b":3}]'); k=[list(x)[0] for x in r]; print(k[0] is k[1] is k[2])
t(lambda: json.loads('"\\ud800"')); t(lambda: ascii(json.loads('"\\ud83d\\ude00 \xe9 \u20ac"'))); t(lambda: json.loads('[1 2]')); t(lambda: json.loads('{"a" 1}')); t(lambda: json.loads('{"a":1 "b":2}')); t(lambda:json.loads('{1:2}')); t(lambda:json.loads('{"a":}')); t(lambda:json.loads('[,]'))

# Circular references at every depth, shared containers that are not circular, and no check at all.
def nest(n, inner):
    for i in range(n): inner = [inner] if i % 2 else {'k': inner}
    return inner
for n in (0, 1, 63, 64, 65, 80):
    bottom = []
    whole = nest(n, bottom)
    bottom.append(whole)
    t(lambda: json.dumps(whole))
    bottom[0] = bottom
    t(lambda: json.dumps(whole))
    shared = [1]
    bottom[:] = [shared, shared, {'a': shared}]
    t(lambda: len(json.dumps([whole, whole, bottom])))
    t(lambda: json.loads(json.dumps(whole)) == whole)
bottom[0] = whole
t(lambda: json.dumps(whole, check_circular=False))
# Texts of every width, keys longer than what is cached, many keys that meet in a cache.
for text in ('abc', 'h\xe9llo', 'z\u20ac', '\U0001f600', '\x7f\x80\x1f', 'a"b\\c/\b\f\n\r\t', '\ud800', 'x' * 300, ''):
    for ascii_only in (True, False):
        s = json.dumps({text: [text, text + 'z'], text + 'k': text}, ensure_ascii=ascii_only)
        print(ascii(s))
        r = json.loads(s)
        print(list(r) == [text, text + 'k'], r[text] == [text, text + 'z'])
rows = [{'key%d' % j: i * j for j in range(80)} for i in range(3)]
back = json.loads(json.dumps(rows))
print(back == rows, all(a is b is c for a, b, c in zip(*back)))
print(json.loads('[1.5, -2e-3, 12345678901234, -123456789012345, 1234567890123456789012, 0, -0, 0.0, 1E5, "\u20ac"]'))
print(json.loads('[1.5, -2e-3, 12345678901234, -123456789012345, 1234567890123456789012, 0, -0, 0.0, 1E5, "\\u20ac"]'))
print(json.loads(' \t\r\n{ "a" : [ ] , "b" : { } } \n'), json.loads('[' + '1' * 70 + '.5, "\u20ac"]'))
t(lambda: json.loads('"a\x01b"')); t(lambda: json.loads('"a\x01b"', strict=False)); t(lambda: json.loads('{"a\x01b": 1}', strict=False))
t(lambda: json.loads('{"a\x01b": 1}')); t(lambda: json.loads('{"a\\qb": 1}')); t(lambda: json.loads('{"a')); t(lambda: json.loads('"\\u12'))
for bad in ('[nul]', '[nulL', 'nan', '[Nan]', '[Infinit]', '+1', '[.5]', '[1.e5]', '--1', '[-]', '[-a]', '\ufeff1', '', ' ', '[\x0c1]', '\xa01', '{"a":1,}', '[1,]', '{,}', '[1}', '{"a":1]'):
    t(lambda: json.loads(bad))
class Slow(json.JSONDecoder):
    def __init__(self):
        super().__init__(object_hook=lambda d: (self.scan_once('{"z":1}', 0) if 'x' in d else d))
t(lambda: Slow().decode('[{"x": {"y": 1, "x": 3}}, {"x": 2}]'))
class S(str): pass
r = json.loads(S('["abc", "abc"]')); print(r, type(r[0]))
print(type(json.loads(S('"abc"'))), json.dumps(S('q"')), json.dumps({S('k'): S('v')}))
