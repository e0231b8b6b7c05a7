def parse(line):
    out, cur, q, i = [], "", False, 0
    while i < len(line):
        c = line[i]
        if q:
            if c == '"':
                if line[i + 1:i + 2] == '"': cur += '"'; i += 1
                else: q = False
            else: cur += c
        elif c == '"': q = True
        elif c == ",": out.append(cur); cur = ""
        else: cur += c
        i += 1
    return out + [cur]
print(parse('a,b,c'), parse('"x,y",z'), parse('"he said ""hi""",,'), parse(""))
