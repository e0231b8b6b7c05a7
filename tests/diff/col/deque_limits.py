from collections import deque
def t(f, *a, **k):
    try: r = f(*a, **k)
    except Exception as e: print(type(e).__name__, e)
    else: print(repr(r))
def f():
    d = deque([1, 2])
    for x in d:
        d.append(1)
t(f)
t(hash, d)
q = deque()
q.append(q)
print(q)
for i in range(1000):
    q.append(i)
    if i % 3 == 0:
        q.popleft()
print(len(q), q[0], q[300], q[-1])
