# stress: 500
import time, gc
a = time.time(); b = time.perf_counter(); c = time.monotonic(); time.sleep(0.001)
print(time.time() >= a, time.perf_counter() > b, time.monotonic() >= c, isinstance(time.time_ns(), int), time.gmtime(0)[:6], time.strftime("%Y-%m-%d", time.gmtime(86400)), time.gmtime(0).tm_year, time.mktime(time.localtime(1000000)) == 1000000, time.process_time() >= 0)
class N: pass
a = N(); a.self = a; del a
print(gc.collect() >= 0, gc.isenabled(), gc.disable(), gc.isenabled(), gc.enable(), gc.isenabled())
l = []
for i in range(20000): l = [l, i] if i % 100 else []
gc.collect(); print(len(l))
big = [[i] * 10 for i in range(5000)]; gc.collect(); print(sum(len(x) for x in big), big[4999][0])
