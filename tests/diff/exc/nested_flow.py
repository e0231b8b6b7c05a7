log = []
def f(n):
    for i in range(3):
        try:
            try:
                if n == i: raise ValueError(i)
                if n == 10 + i: return "r%d" % i
                if n == 20 + i: break
                if n == 30 + i: continue
                log.append(("body", i))
            except ValueError as e:
                log.append(("exc", e.args[0]))
                if n == 1: raise KeyError("inner")
            else: log.append("else")
            finally: log.append(("fin", i))
        except KeyError as e: log.append(("outer", str(e)))
    else: log.append("loop else")
    return "end"
for n in (0, 1, 2, 10, 11, 20, 31):
    log.clear(); print(n, f(n), log)
