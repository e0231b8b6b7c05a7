for a in (1, -1, 5, -5, 2**46, -2**46, 2**70, -2**70):
    print([a << n for n in (0, 1, 3, 40, 64, 100)], [a >> n for n in (0, 1, 3, 40, 64, 100)])
for bad in (lambda: 1 << -1, lambda: 1 >> -1):
    try:
        bad()
    except ValueError as e:
        print(e)
