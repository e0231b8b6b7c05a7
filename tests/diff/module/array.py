from array import array
import copy,io
a=array('i',[1,2,3]); a.append(4); a.extend([5,6]); a.insert(0,9); print(a, a[1:4], a[-1], len(a), a.pop(), a.pop(0), a.index(3), a.count(2), 3 in a, list(a), a.tolist(), a.typecode, a.itemsize)
a[1]=100; a[2:4]=array('i',[7,8,9]); print(a); del a[0]; del a[::2]; print(a, a*2, 2*a, a+a, a==array('i',a), a<array('i',[1000]), array('d',[1.5,2]), array('u','héy'), array('b',b'\x01\xff'), array('L',[2**64-1]))
a*=3; print(a); a.reverse(); print(a); a.byteswap(); print(a, a.tobytes(), array('f',[0.1]), array('H',range(5))[::-1], copy.copy(a)==a, bytes(array('B',[1,2])), memoryview(array('i',[1,2]))[1])
for e in ["array('b',[200])","array('B',[-1])","array('i',['a'])","array('x')","array()","array('i',[1.5])","array('I',[2**33])","array('i',[1])[5]","array('i').pop()","array('i',[1]).remove(5)","array('i')+[1]","array('i')+array('d')","array('i','abc')","array('Q',[-1])","array('i',b'abc')","array('i',[1]).index(4)"]:
    try: print(e, eval(e))
    except Exception as x: print(e, type(x).__name__, x)
f=io.BytesIO(); array('i',[1,2]).tofile(f); f.seek(0); b=array('i'); b.fromfile(f,2); print(b); print(hash(a) if 0 else '', array('i'), [x*2 for x in array('h',[1,2])])
