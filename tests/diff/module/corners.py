# Corners of several types: iterators of arrays, states of partial objects, length hints, hexadecimal floats, case in patterns.
import array, pickle, functools, copy, os, re, binascii
def t(f):
    try: print(repr(f()))
    except BaseException as e: print(type(e).__name__, e)
a=array.array('i',[1,2,3])
it=iter(a); next(it)
t(lambda: list(pickle.loads(pickle.dumps(it))))
t(lambda: iter(a).__reduce__())
def ex():
    it=iter(a); list(it); return it.__reduce__()
t(ex)
def ex():
    it=iter(a); next(it); it.__setstate__(2); return list(it)
t(ex)
t(lambda: array.array('i','abc'))
t(lambda: array.array('i',array.array('u','abc')))
t(lambda: array.array('u',b'\xff\xff\xff\xff').tounicode())
t(lambda: array.array('u',[1]))
import collections.abc
t(lambda: isinstance(a, collections.abc.MutableSequence))
t(lambda: a*'x')
t(lambda: float.fromhex('0x0.fffffffffffffp-1022'))
t(lambda: float.fromhex('0x1.0p-1075'))
t(lambda: float.fromhex('0x1.8p-1075'))
t(lambda: float.fromhex('0x.ffffffffffffffp-1022'))
for text in ('0x0.ffffffffffffd6p-1022', '0x0.ffffffffffffecp-1022', '0x.8p-1074', '0x.80000000001p-1074', '0x1.8p-1074', '0x1p1024',
             '0x1.fffffffffffff8p1023', '0x1.fffffffffffff7fffp1023', '0x' + '1' * 400 + 'p-1600', '0x1p-99999999999999999999', '0x0p' + '9' * 30,
             '-0x1.00000000000008p0', '0x1.000000000000080000000000001p0', '+0x1.00000000000018p0', 'inf', '-nan', '1.8', '-.8p1'):
    t(lambda: float.fromhex(text).hex())
class BadLen:
    def __iter__(self): return iter(range(10))
    def __len__(self): raise RuntimeError('hello')
t(lambda: list(BadLen()))
t(lambda: [].extend(BadLen()))
t(lambda: [*BadLen()])
t(lambda: tuple(BadLen()))
t(lambda: bytearray(range(3)).extend(BadLen()))
t(lambda: bytes(BadLen()))
class BadHint:
    def __iter__(self): return iter(range(10))
    def __length_hint__(self): raise RuntimeError('hello')
for f in (list,tuple,bytes,bytearray,[].extend,set): t(lambda: f(BadHint()))
t(lambda: binascii.b2a_qp(b'x y',header=True,quotetabs=True))
t(lambda: os.DirEntry[int])
t(lambda: re.match(r'\ufb05', '\ufb06', re.I))
t(lambda: re.match(r'[\ufb04-\ufb05]', '\ufb06', re.I))
import time
x='\n'*1000 + 'abc'*1000
t(lambda: re.search(r'^z', 'x' * 100000))
t(lambda: (re.compile('^x').search('xx', 1), re.findall('^x', 'xx'), re.findall('(?m)^x', 'x\nx'), re.sub('^', '-', 'a\nb')))
t(lambda: complex(1+0j))
class C2:
    def __complex__(self): return type('X',(complex,),{})(3)
import warnings
warnings.simplefilter('always')
t(lambda: complex(C2()))
import cmath,math
t(lambda: cmath.acosh(complex(0.0,math.nan)))
def booh(self): raise AttributeError("booh")
class E:
    __eq__=property(booh)
t(lambda: E()==E())
class I: __init__=property(booh)
t(lambda: I())
class G: __getattr__=property(booh)
t(lambda: G().x)
p=functools.partial(print,1)
p.__setstate__((p,(),{},{}))
t(lambda: repr(p))
p.__setstate__((print,(p,),{},{}))
t(lambda: repr(p))
p.__setstate__((print,(),{'a':p},{}))
t(lambda: repr(p))
p=functools.partial(print,1,a=2)
for s in ((print,(),{},None),(print,[],{},None),(print,(),None,None),(print,(),{}),(print,(),{},{'x':1}),(1,(),{},None),None,(print,None,{},None)):
    t(lambda: p.__setstate__(s)); t(lambda: (p.func,p.args,p.keywords,p.__dict__))
p.attr=[1]
q=copy.copy(p); t(lambda: (q.__dict__,q.keywords is p.keywords,q.args is p.args, p.__reduce__()))
q=copy.deepcopy(p); t(lambda: q.__dict__)
q=pickle.loads(pickle.dumps(p)); t(lambda: (q.__dict__,q))
class MyT(tuple):pass
class MyD(dict):pass
p.__setstate__((print,MyT((1,)),MyD(a=2),None)); t(lambda: (type(p.args),type(p.keywords)))
def dd(): del p.__dict__
t(dd)
t(lambda: setattr(p,'func',3))
t(lambda: setattr(p,'__dict__',3))
t(lambda: math.hypot())
def mm():
  class Op:
     def __mro_entries__(self,b): return (object,)
  return type('D',(Op(),),{})
t(mm)
t(lambda: type("\udcdcA",(),{}))
t(lambda: exec("1", 5))
t(lambda: eval("1", 5))
t(lambda: exec("1", {}, 5))
