"""A tokenizer, a precedence-climbing parser, a tree evaluator and a compiler to a small stack machine."""

OPERATORS = {"+": (1, "left"), "-": (1, "left"), "*": (2, "left"), "/": (2, "left"), "%": (2, "left"), "^": (3, "right")}


def tokenize(text):
    i = 0
    while i < len(text):
        c = text[i]
        if c.isspace():
            i += 1
        elif c.isdigit():
            j = i
            while j < len(text) and (text[j].isdigit() or text[j] == "."):
                j += 1
            piece = text[i:j]
            yield "number", float(piece) if "." in piece else int(piece)
            i = j
        elif c.isalpha():
            j = i
            while j < len(text) and text[j].isalnum():
                j += 1
            yield "name", text[i:j]
            i = j
        elif c in "+-*/%^(),=":
            yield "op", c
            i += 1
        else:
            raise SyntaxError("bad character %r at %d" % (c, i))
    yield "end", None


class Number:
    def __init__(self, value):
        self.value = value

    def evaluate(self, env):
        return self.value

    def compile(self, code):
        code.append(("push", self.value))


class Name:
    def __init__(self, name):
        self.name = name

    def evaluate(self, env):
        return env[self.name]

    def compile(self, code):
        code.append(("load", self.name))


class Binary:
    def __init__(self, op, left, right):
        self.op, self.left, self.right = op, left, right

    def evaluate(self, env):
        return apply(self.op, self.left.evaluate(env), self.right.evaluate(env))

    def compile(self, code):
        self.left.compile(code)
        self.right.compile(code)
        code.append(("binary", self.op))


class Negate:
    def __init__(self, operand):
        self.operand = operand

    def evaluate(self, env):
        return -self.operand.evaluate(env)

    def compile(self, code):
        self.operand.compile(code)
        code.append(("negate", None))


class Call:
    def __init__(self, name, args):
        self.name, self.args = name, args

    def evaluate(self, env):
        return env[self.name](*[a.evaluate(env) for a in self.args])

    def compile(self, code):
        for a in self.args:
            a.compile(code)
        code.append(("call", (self.name, len(self.args))))


def apply(op, a, b):
    if op == "+":
        return a + b
    elif op == "-":
        return a - b
    elif op == "*":
        return a * b
    elif op == "/":
        return a / b
    elif op == "%":
        return a % b
    elif op == "^":
        return a ** b
    raise ValueError(op)


class Parser:
    def __init__(self, text):
        self.tokens = tokenize(text)
        self.advance()

    def advance(self):
        self.kind, self.value = next(self.tokens)

    def expect(self, op):
        if (self.kind, self.value) != ("op", op):
            raise SyntaxError("expected %s, found %s" % (op, self.value))
        self.advance()

    def expression(self, least=1):
        left = self.unary()
        while self.kind == "op" and self.value in OPERATORS:
            op = self.value
            precedence, side = OPERATORS[op]
            if precedence < least:
                break
            self.advance()
            right = self.expression(precedence + 1 if side == "left" else precedence)
            left = Binary(op, left, right)
        return left

    def unary(self):
        if self.kind == "op" and self.value == "-":
            self.advance()
            return Negate(self.unary())
        return self.primary()

    def primary(self):
        kind, value = self.kind, self.value
        if kind == "number":
            self.advance()
            return Number(value)
        if kind == "name":
            self.advance()
            if (self.kind, self.value) == ("op", "("):
                self.advance()
                args = []
                if (self.kind, self.value) != ("op", ")"):
                    args.append(self.expression())
                    while (self.kind, self.value) == ("op", ","):
                        self.advance()
                        args.append(self.expression())
                self.expect(")")
                return Call(value, args)
            return Name(value)
        if (kind, value) == ("op", "("):
            self.advance()
            inner = self.expression()
            self.expect(")")
            return inner
        raise SyntaxError("unexpected %s" % (value,))


def run(code, env):
    stack = []
    push, pop = stack.append, stack.pop
    for op, arg in code:
        if op == "push":
            push(arg)
        elif op == "load":
            push(env[arg])
        elif op == "binary":
            b = pop()
            push(apply(arg, pop(), b))
        elif op == "negate":
            push(-pop())
        else:
            name, n = arg
            args = stack[-n:]
            del stack[-n:]
            push(env[name](*args))
    return pop()


PROGRAMS = ["1 + 2 * 3 - 4 / 5", "(x + 1) * (x - 1) - x ^ 2", "max(x, y, 10) % 7 + min(x * 2, y)", "-x ^ 2 + -(-y)", "2 ^ 3 ^ 2 - 1.5 * z",
            "sq(sq(x) + sq(y)) / (1 + abs(z))", "((((x))))*2+3*(4+5*(6+7*(8+y)))"]
env = {"x": 3, "y": 11, "z": 0.25, "max": max, "min": min, "abs": abs, "sq": lambda v: v * v}
for text in PROGRAMS:
    tree = Parser(text).expression()
    code = []
    tree.compile(code)
    print(text, "=", tree.evaluate(env), run(code, env), len(code))
for bad in ("1 +", "(1", "f(1,", "1 $ 2", ")"):
    try:
        Parser(bad).expression()
    except SyntaxError as e:
        print(bad, "->", e)
total = 0
for i in range(2400):
    env["x"], env["y"], env["z"] = i % 17, i % 5, i / 7
    for text in PROGRAMS:
        tree = Parser(text).expression()
        code = []
        tree.compile(code)
        a, b = tree.evaluate(env), run(code, env)
        assert a == b
        total += int(a)
print(total)
