# mode: single
if True: 1 + 1; "text"; None; [n * n for n in range(3)]; (lambda: "last")()
