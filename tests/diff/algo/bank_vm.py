code = [("push", 0), ("store", "i"), ("push", 0), ("store", "s"), ("load", "i"), ("push", 50), ("lt", None), ("jz", 17), ("load", "s"), ("load", "i"), ("load", "i"), ("mul", None), ("add", None), ("store", "s"), ("load", "i"), ("inc", None), ("jst", 4), ("load", "s")]
def run(code):
    st, env, pc, n = [], {}, 0, 0
    while pc < len(code):
        op, a = code[pc]; pc += 1; n += 1
        match op:
            case "push": st.append(a)
            case "load": st.append(env[a])
            case "store": env[a] = st.pop()
            case "add" | "mul" | "lt":
                b, x = st.pop(), st.pop(); st.append(x + b if op == "add" else x * b if op == "mul" else x < b)
            case "inc": st.append(st.pop() + 1)
            case "jz":
                if not st.pop(): pc = a
            case "jst": env["i"] = st.pop(); pc = a
    return st, env, n
print(run(code))
