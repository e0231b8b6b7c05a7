# Difference: objects die when the collector finds them, not with their last reference.
# Cause: a tracing collector; there are no reference counts.
# Workaround: close files and generators explicitly or by `with`; gc.collect() runs what is due.
class A:
    def __del__(self): print("del")
a = A()
a = None
print("after")  # CPython: del, after; Regius: after, del (at the end at the latest)
