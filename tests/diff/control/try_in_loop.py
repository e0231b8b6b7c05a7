out = []
for i in range(8):
    try:
        if i == 1: continue
        if i == 3: raise ValueError(i)
        if i == 6: break
        out.append(i)
    except ValueError as e:
        out.append(("err", e.args))
        continue
    else:
        out.append("else")
    finally:
        out.append(("fin", i))
print(out)
