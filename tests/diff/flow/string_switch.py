def f(cmd, *args):
    match cmd.split():
        case ["go", ("north" | "south") as d]: return "going " + d
        case ["get", obj, *rest] if len(rest) < 2: return obj, rest
        case [single]: return single
        case []: return "empty"
        case [*_, last]: return "last " + last
print([f(c) for c in ("go north", "go up", "get a", "get a b c", "x", "", "a b c")])
