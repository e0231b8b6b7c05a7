class Job:
    def __init__(s, n): s.n = n; s.log = []
    @property
    def done(s): s.log.append(s.n); return s.n <= 0
    def step(s): s.n -= 1
j = Job(3)
while not j.done: j.step()
print(j.log)
class Flip:
    state = False
    def __bool__(self): Flip.state = not Flip.state; return Flip.state
f = Flip(); print([bool(f) for _ in range(4)], [1 if f else 0 for _ in range(4)], not f, f and 1)
