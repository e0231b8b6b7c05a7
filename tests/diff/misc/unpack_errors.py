cases = ["a, b = 1, 2, 3", "a, b, c = 1, 2", "a, b = None", "(a, b), c = 1, 2", "[a] = []", "a, *b = ()", "for a, b in [(1,)]: pass", "for a, b in [1]: pass", "x = [a for a, b in [(1, 2, 3)]]", "a, b = iter([1])", "a, b = {1, 2, 3}", "*a, b, c = [1]", "a, b = 'x'"]
for c in cases:
    try: exec(c)
    except Exception as e: print(c, "->", type(e).__name__, e)
