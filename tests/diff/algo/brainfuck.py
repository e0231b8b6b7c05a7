def bf(src, inp=""):
    tape, p, pc, out, stack, jump, inp = [0] * 100, 0, 0, "", [], {}, list(inp)
    for i, c in enumerate(src):
        if c == "[": stack.append(i)
        elif c == "]": j = stack.pop(); jump[i], jump[j] = j, i
    while pc < len(src):
        c = src[pc]
        if c == ">": p += 1
        elif c == "<": p -= 1
        elif c == "+": tape[p] = (tape[p] + 1) % 256
        elif c == "-": tape[p] = (tape[p] - 1) % 256
        elif c == ".": out += chr(tape[p])
        elif c == ",": tape[p] = ord(inp.pop(0)) if inp else 0
        elif c == "[" and not tape[p]: pc = jump[pc]
        elif c == "]" and tape[p]: pc = jump[pc]
        pc += 1
    return out
print(bf("++++++++[>++++[>++>+++>+++>+<<<<-]>+>+>->>+[<]<-]>>.>---.+++++++..+++.>>.<-.<.+++.------.--------.>>+."), bf(",[.,]", "echo"))
