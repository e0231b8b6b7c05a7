print("{} {} {}".format(1, "a", None), "{0} {1} {0}".format("x", "y"), "{a} {b.real} {c[0]} {d[k]}".format(a=1, b=2.5, c=[3], d={"k": 4}), "{!r} {!s} {!a}".format("x", "y", "\u00e9"), "{{}} {{{}}}".format(1))
print("{:>5}|{:<5}|{:^5}|{:*^7}|{:=+6}".format(1, 2, 3, 4, 5), "{:05d} {:+} {: } {:,} {:_} {:x} {:#x} {:b} {:#o} {:c}".format(42, 1, 2, 1234567, 1234567, 255, 255, 5, 8, 65))
print("{:.2f} {:10.3f} {:e} {:g} {:%} {:.1%} {:n} {:,.2f}".format(3.14159, 2.5, 12345.678, 1e-7, 0.5, 0.1234, 5, 1234567.891), "{:s} {:.2s} {:10s}|".format("abc", "abcdef", "x"), "{:{}}|{:{w}.{p}}".format("a", 5, 3.14159, w=8, p=3))
print("{:010.2f} {:<+10.1e} {:^#12x}".format(-3.14159, 5.5, 255), format(10**25, ","), format(1.5, ""), format("x", ">3"), format(True, "d"), format(True), format(-5, "=5"), format(1e100, "g"), format(float("nan"), "5"), format(3 + 4j, ".1f"), format(0.0, "+"))
for t in ("'{}'.format()", "'{a}'.format()", "'{0} {}'.format(1)", "'{} {0}'.format(1)", "'{'.format(1)", "'}'.format(1)", "'{!x}'.format(1)", "'{:d}'.format('a')", "'{:q}'.format(1)", "'{:.2d}'.format(1)", "'{:,s}'.format('a')", "'{0.x}'.format(1)", "'{0[0]}'.format(1)", "format(1, 5)", "format([], 'd')", "'{:x}'.format(1.5)", "format('a', '=5')", "format(5, '10s')"):
    try: print(eval(t))
    except Exception as e: print(t, type(e).__name__, e)
