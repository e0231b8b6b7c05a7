def a():
    x = 1
    def b():
        y = x + 1
        def c():
            z = x + y + 1
            def d():
                nonlocal x, y
                x += 10; y += 10
                return x, y, z
            return d
        return c
    return b
d = a()()(); print(d()(), ) if callable(d()) else print(d()); print(d())
