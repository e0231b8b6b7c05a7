log = []
class N:
    def __init__(s, v): s.v = v
    def __add__(s, o): log.append(("add", s.v)); return N(s.v + o.v)
    def __lt__(s, o): log.append(("lt", s.v)); return s.v < o.v
    def __neg__(s): log.append("neg"); return N(-s.v)
    def __eq__(s, o): log.append("eq"); return False
a, b = N(1), N(2)
a + b; a + b; -a; -a; a == b; a < b < a; [a + b for _ in range(2)]
print(log)
