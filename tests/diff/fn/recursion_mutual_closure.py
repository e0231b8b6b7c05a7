def parser(s):
    pos = 0
    def expr():
        nonlocal pos
        v = term()
        while pos < len(s) and s[pos] in "+-":
            op = s[pos]; pos += 1
            v = v + term() if op == "+" else v - term()
        return v
    def term():
        nonlocal pos
        if s[pos] == "(":
            pos += 1; v = expr(); pos += 1
            return v
        st = pos
        while pos < len(s) and s[pos].isdigit(): pos += 1
        return int(s[st:pos])
    return expr()
print(parser("1+2-3"), parser("(1+(2-3))-(4+5)"), parser("42"))
