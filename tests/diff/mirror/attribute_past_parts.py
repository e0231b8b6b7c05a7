# The first part of an instruction that does two things runs Python code that changes an attribute loaded before: the second load
# must see it, whichever register the operand is in.


class Point:
    def __init__(self):
        self.x = 1


class Left:
    def __mul__(self, other):
        return "not asked"


class Right(Left):
    def __init__(self, point):
        self.point = point

    def __rmul__(self, other):
        self.point.x += 10
        return 5


parts = []
for n in range(0, 190, 3):
    names = ", ".join("a%d" % i for i in range(n + 1))
    parts.append("def f%d(p, right, c, %s):\n    t = p.x + 0\n    r = a%d * right + c\n    return t, r, p.x + 0\n" % (n, names, n))
    parts.append("def g%d(p, right, c, %s):\n    t = p.x + 0\n    r = c - a%d * right\n    return t, r, p.x + 0\n" % (n, names, n))
namespace = {}
exec("\n".join(parts), namespace)
seen = set()
for n in range(0, 190, 3):
    for letter in "fg":
        p = Point()
        function = namespace[letter + str(n)]
        for _ in range(3):
            seen.add(function(p, Right(p), 7, *[Left()] * (n + 1)))
print(sorted(seen))
