def f(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,a10,a11,a12,a13,a14,a15,a16,a17,a18,a19): return a0 + a19, a7
print(f(*range(20)), f(0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19))
src = "def big(%s): return sum([%s])" % (",".join("p%d" % i for i in range(300)), ",".join("p%d" % i for i in range(300)))
ns = {}
exec(src, ns)
print(ns["big"](*range(300)))
call = "big(%s)" % ",".join(str(i) for i in range(300))
print(eval(call, ns))
kw = "big(%s)" % ",".join("p%d=%d" % (i, i) for i in range(300))
print(eval(kw, ns))
