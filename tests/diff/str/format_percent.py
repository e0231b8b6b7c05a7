print("%d %i %u %s %r %a" % (1, 2.9, 3, "s", "r", "\u00e9"), "%5d|%-5d|%05d|%+d|% d" % (42, 42, 42, 42, 42), "%x %X %#x %o %#o %c %c %%" % (255, 255, 255, 8, 8, "a", 98))
print("%.2f %8.3f %-8.1f| %e %E %g %G" % (3.14159, 2.5, 1.25, 12345.678, 0.00012, 1e-10, 1e20), "%(a)s %(b)05d" % {"a": 1, "b": 2}, "%*d|%-*d|%.*f" % (5, 1, 5, 2, 2, 3.14159))
print("%s" % (1,), "%s %s" % ("a", (1, 2)), "%s" % None, "%5s|%-5s|%.2s" % ("ab", "ab", "abcdef"), "%r" % "x", "%d" % True, "%s" % [1], "%d" % 10**20, "%x" % -255, "%#X" % 10**18)
for f in (lambda: "%d" % "x", lambda: "%s %s" % 1, lambda: "%s" % (1, 2), lambda: "%q" % 1, lambda: "%" % 1, lambda: "%(a)s" % 1, lambda: "%(a)s" % {}, lambda: "%c" % "ab", lambda: "%d" % 1j, lambda: "%f" % "a", lambda: "%x" % 1.5, lambda: "x" % 1, lambda: "%c" % -1):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
