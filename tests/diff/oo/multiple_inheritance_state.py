class Log:
    def __init__(self, *a, **k): self.log = []; super().__init__(*a, **k)
    def note(self, m): self.log.append(m); return self
class Base:
    def __init__(self, x=0): self.x = x
class Mix(Log, Base):
    def __init__(self, x): super().__init__(x=x); self.note("mix")
m = Mix(5); print(m.x, m.log, [c.__name__ for c in Mix.__mro__], vars(m))
