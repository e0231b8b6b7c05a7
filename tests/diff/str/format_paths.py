# Formatting: what has a short way (plain ints, ASCII formats) and what must not take it.
class Int(int):
    def __str__(self):
        return "Int!"

    def __repr__(self):
        return "<Int>"

    def __format__(self, spec):
        return "fmt(%s)" % spec

    def __index__(self):
        return 1000


class Text(str):
    def __str__(self):
        return "Text!"

    def __format__(self, spec):
        return "text(" + spec + ")"


class Borrowed:
    __format__ = int.__format__


class Plain:
    def __str__(self):
        return "plain"


class Meta(type):
    def __format__(cls, spec):
        return "meta " + spec


class WithMeta(metaclass=Meta):
    pass


n, t = Int(42), Text("abc")
print("%d %s %r %x %i" % (n, n, n, n, n), f"{n} {n!s} {n!r} {n:5}", "{} {:>4} {!s}".format(n, n, n), str(n), format(n, "x"))
print("%s %r %10s" % (t, t, t), f"{t} {t!s} {t:>3}", "{}{:9}".format(t, t), str.format("{}", t))
print(f"{WithMeta:spec}", f"{Plain()}", f"{Plain()!s:>8}|")
for make in (lambda: f"{Borrowed():d}", lambda: format(Borrowed()), lambda: f"{Plain():d}", lambda: "%d" % "x", lambda: "%d" % 1.5,
             lambda: "%x" % 1.5, lambda: "%d" % Plain(), lambda: "%q" % 1, lambda: "%" % 1, lambda: "%d" % (), lambda: "%d" % (1, 2),
             lambda: "%l" % 1, lambda: "%(a)d" % 1, lambda: f"{5:s}", lambda: f"{'a':d}", lambda: f"{5:.3}", lambda: f"{5:,x}"):
    try:
        print(make())
    except Exception as e:
        print(type(e).__name__, e)
for i in (0, 7, -7, 255, -255, 2**46, -2**46, 2**47, 2**80, -2**80, True):
    print("%d|%5d|%-5d|%05d|%+d|% d|%x|%#x|%#X|%o|%#o|%.4d|%8.4d|%-8.4d|%+.3x" % ((i,) * 15))
    print(f"{i}|{i:5}|{i:<5}|{i:05}|{i:+}|{i: }|{i:x}|{i:#x}|{i:#X}|{i:o}|{i:^9}|{i:*=+9}|{i:,}|{i:_b}|{i:e}|{i:.2f}")
print("%ld %hd %li %Ld" % (1, 2, 3, 4), "%h" "d" % 5, "%%|%5%|%c%c" % ("a", 98), "%s" % (1,), "%s" % [1], "%(k)s %(k)d" % {"k": 3})
print("é%d" % 5, "%sé" % 7, "€%x" % 255, "%s" % "€", "%s\U0001f40d%d" % ("a", 1), "%5s|%-5s|%.1s" % ("é", "€", "\U0001f40dx"))
print(b"%d %x %s" % (5, 255, b"\xff"), b"\xff%d" % 3, bytearray(b"%05d\x80") % 12)
print("{:٣}|{:>١٠}|".format(5, "x"), "{0}{1}{0}".format(1, 2), "{٠}".format("arabic"), "{:{}}|{:{w}.{p}}".format(3, 5, 2.5, w=9, p=3))
print("x" * 103 + f"{1}", ("%s" * 60) % tuple(range(60)), "".join(f"{i:3}" for i in range(60)))
print("{}".format(1.5), "{}".format(None), "{!r}".format("q"), "{:c}|{:5c}|".format(0x20ac, 65), "%s %s" % (True, None))
big = "%s" % ("y" * 5000) + "%d" % 3 + ("%5000d" % 4)
print(len(big), big.count(" "), big[5000:5001], big[-1])
