"""The chaos game: a fractal by random walks, drawn into a character grid; own random generator."""


class Random:
    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state * 1103515245 + 12345) & 0x7fffffff
        return self.state / 2147483648.0

    def choice(self, items):
        return items[int(self.next() * len(items))]


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Point(self.x + other.x, self.y + other.y)

    def __sub__(self, other):
        return Point(self.x - other.x, self.y - other.y)

    def __mul__(self, factor):
        return Point(self.x * factor, self.y * factor)

    def towards(self, other, part):
        return self + (other - self) * part


class Canvas:
    def __init__(self, width, height):
        self.width, self.height = width, height
        self.cells = [[0] * width for _ in range(height)]

    def plot(self, point):
        col = int(point.x * (self.width - 1))
        row = int(point.y * (self.height - 1))
        if 0 <= col < self.width and 0 <= row < self.height:
            self.cells[row][col] += 1

    def lines(self):
        top = max(map(max, self.cells))
        for row in self.cells:
            yield "".join(" .:oO@"[min(5, c * 12 // top)] if c else " " for c in row).rstrip()


def play(steps, corners, part, seed):
    random = Random(seed)
    canvas = Canvas(64, 28)
    point = Point(random.next(), random.next())
    for _ in range(steps):
        point = point.towards(random.choice(corners), part)
        canvas.plot(point)
    return canvas


for line in play(200000, [Point(0, 1), Point(1, 1), Point(0.5, 0)], 0.5, 42).lines():
    print(line)
square = play(200000, [Point(0, 0), Point(0, 1), Point(1, 0), Point(1, 1), Point(0.5, 0.5)], 2 / 3, 7)
print(sum(c > 0 for row in square.cells for c in row), max(map(max, square.cells)))
