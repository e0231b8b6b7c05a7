"""A small ray tracer: spheres and a checkered floor, shadows and reflections, printed as shades."""
import math


class Vector:
    __slots__ = ("x", "y", "z")

    def __init__(self, x, y, z):
        self.x = x
        self.y = y
        self.z = z

    def __add__(self, o):
        return Vector(self.x + o.x, self.y + o.y, self.z + o.z)

    def __sub__(self, o):
        return Vector(self.x - o.x, self.y - o.y, self.z - o.z)

    def scale(self, k):
        return Vector(self.x * k, self.y * k, self.z * k)

    def dot(self, o):
        return self.x * o.x + self.y * o.y + self.z * o.z

    def normal(self):
        return self.scale(1.0 / math.sqrt(self.dot(self)))

    def mirror(self, n):
        return self - n.scale(2.0 * self.dot(n))


class Ray:
    def __init__(self, origin, direction):
        self.origin = origin
        self.direction = direction.normal()

    def at(self, t):
        return self.origin + self.direction.scale(t)


class Sphere:
    def __init__(self, centre, radius, shade, shine):
        self.centre, self.radius, self.shade, self.shine = centre, radius, shade, shine

    def hit(self, ray):
        to = self.centre - ray.origin
        along = to.dot(ray.direction)
        disc = self.radius * self.radius - to.dot(to) + along * along
        if disc < 0.0:
            return None
        t = along - math.sqrt(disc)
        return t if t > 1e-6 else None

    def normal_at(self, p):
        return (p - self.centre).normal()

    def shade_at(self, p):
        return self.shade


class Floor:
    shine = 0.1

    def __init__(self, height):
        self.height = height
        self.up = Vector(0.0, 1.0, 0.0)

    def hit(self, ray):
        if ray.direction.y >= -1e-9:
            return None
        t = (self.height - ray.origin.y) / ray.direction.y
        return t if t > 1e-6 else None

    def normal_at(self, p):
        return self.up

    def shade_at(self, p):
        return 0.9 if (math.floor(p.x) + math.floor(p.z)) % 2 else 0.2


class Scene:
    def __init__(self, things, light):
        self.things, self.light = things, light

    def nearest(self, ray):
        best = None
        for thing in self.things:
            t = thing.hit(ray)
            if t is not None and (best is None or t < best[0]):
                best = t, thing
        return best

    def trace(self, ray, depth=0):
        found = self.nearest(ray)
        if found is None:
            return 0.35 + 0.3 * ray.direction.y
        t, thing = found
        p = ray.at(t)
        n = thing.normal_at(p)
        to_light = (self.light - p).normal()
        light = 0.1
        if self.nearest(Ray(p + n.scale(1e-4), to_light)) is None:
            light += 0.9 * max(0.0, n.dot(to_light))
        value = thing.shade_at(p) * light
        if depth < 3 and thing.shine > 0.0:
            reflected = self.trace(Ray(p + n.scale(1e-4), ray.direction.mirror(n)), depth + 1)
            value = value * (1.0 - thing.shine) + thing.shine * reflected
        return value


def main(width=144, height=80):
    scene = Scene([Sphere(Vector(0.0, 0.6, 4.0), 1.4, 0.8, 0.4), Sphere(Vector(-1.9, 0.0, 3.0), 0.7, 0.6, 0.2),
                   Sphere(Vector(1.7, -0.3, 2.4), 0.5, 1.0, 0.1), Floor(-0.9)], Vector(-4.0, 6.0, -3.0))
    eye = Vector(0.0, 0.5, -2.5)
    total = 0.0
    for row in range(height):
        line = []
        for col in range(width):
            d = Vector((col - width / 2) / width * 1.8, (height / 2 - row) / height * 1.2, 1.6)
            v = scene.trace(Ray(eye, d))
            total += v
            line.append(" .,:;i1tfLCG08@"[max(0, min(14, int(v * 15)))])
        print("".join(line).rstrip())
    print("%.6f" % total)


main()
