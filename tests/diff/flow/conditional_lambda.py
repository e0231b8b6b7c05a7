fs = [(lambda: 1) if i % 2 else (lambda: 2) for i in range(4)]
print([f() for f in fs], (lambda x: x if x else "none")(0), (lambda x: (x and "t") or "f")(1))
