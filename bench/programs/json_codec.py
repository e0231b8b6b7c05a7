"""A JSON encoder and parser in plain Python: parse, print, and round trip a generated document."""

ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
BACK = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}


class JSONError(ValueError):
    def __init__(self, message, position):
        super().__init__("%s at %d" % (message, position))
        self.position = position


class Parser:
    def __init__(self, text):
        self.text = text
        self.pos = 0

    def error(self, message):
        raise JSONError(message, self.pos)

    def space(self):
        text = self.text
        while self.pos < len(text) and text[self.pos] in " \t\r\n":
            self.pos += 1

    def parse(self):
        value = self.value()
        self.space()
        if self.pos != len(self.text):
            self.error("extra data")
        return value

    def value(self):
        self.space()
        if self.pos >= len(self.text):
            self.error("unexpected end")
        c = self.text[self.pos]
        if c == "{":
            return self.object()
        if c == "[":
            return self.array()
        if c == '"':
            return self.string()
        if c in "-0123456789":
            return self.number()
        for word, value in (("true", True), ("false", False), ("null", None)):
            if self.text.startswith(word, self.pos):
                self.pos += len(word)
                return value
        self.error("unexpected %r" % c)

    def object(self):
        result = {}
        self.pos += 1
        self.space()
        if self.text[self.pos:self.pos + 1] == "}":
            self.pos += 1
            return result
        while True:
            self.space()
            if self.text[self.pos:self.pos + 1] != '"':
                self.error("expected a name")
            key = self.string()
            self.space()
            if self.text[self.pos:self.pos + 1] != ":":
                self.error("expected ':'")
            self.pos += 1
            result[key] = self.value()
            self.space()
            c = self.text[self.pos:self.pos + 1]
            self.pos += 1
            if c == "}":
                return result
            if c != ",":
                self.pos -= 1
                self.error("expected ',' or '}'")

    def array(self):
        result = []
        self.pos += 1
        self.space()
        if self.text[self.pos:self.pos + 1] == "]":
            self.pos += 1
            return result
        while True:
            result.append(self.value())
            self.space()
            c = self.text[self.pos:self.pos + 1]
            self.pos += 1
            if c == "]":
                return result
            if c != ",":
                self.pos -= 1
                self.error("expected ',' or ']'")

    def string(self):
        self.pos += 1
        parts = []
        start = self.pos
        text = self.text
        while True:
            if self.pos >= len(text):
                self.error("unterminated string")
            c = text[self.pos]
            if c == '"':
                parts.append(text[start:self.pos])
                self.pos += 1
                return "".join(parts)
            if c == "\\":
                parts.append(text[start:self.pos])
                e = text[self.pos + 1]
                if e == "u":
                    parts.append(chr(int(text[self.pos + 2:self.pos + 6], 16)))
                    self.pos += 6
                else:
                    parts.append(ESCAPES[e])
                    self.pos += 2
                start = self.pos
            else:
                self.pos += 1

    def number(self):
        start = self.pos
        text = self.text
        is_float = False
        while self.pos < len(text) and text[self.pos] in "+-.eE0123456789":
            if text[self.pos] in ".eE":
                is_float = True
            self.pos += 1
        piece = text[start:self.pos]
        return float(piece) if is_float else int(piece)


def encode(value, indent=None, level=0):
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, str):
        out = []
        for c in value:
            if c in BACK:
                out.append(BACK[c])
            elif c < " " or c > "~":
                out.append("\\u%04x" % ord(c))
            else:
                out.append(c)
        return '"' + "".join(out) + '"'
    if isinstance(value, (list, tuple)):
        items = [encode(v, indent, level + 1) for v in value]
        opening, closing = "[", "]"
    elif isinstance(value, dict):
        items = ["%s: %s" % (encode(str(k)), encode(v, indent, level + 1)) for k, v in value.items()]
        opening, closing = "{", "}"
    else:
        raise TypeError("cannot encode " + type(value).__name__)
    if indent is None or not items:
        return opening + ", ".join(items) + closing
    pad = "\n" + " " * (indent * (level + 1))
    return opening + pad + ("," + pad).join(items) + "\n" + " " * (indent * level) + closing


def document(n):
    seed = 1
    people = []
    for i in range(n):
        seed = (seed * 16807) % 2147483647
        people.append({"id": i, "name": "P\u00e9rson \"%d\"\n" % seed, "score": seed / 1000.0, "tags": ["t%d" % (seed % k) for k in (2, 3, 5)],
                       "active": seed % 3 == 0, "parent": None if i == 0 else seed % i, "nested": {"a": [1, [2, [3, {}]], []], "b": -seed}})
    return {"people": people, "count": n, "empty": {}}


doc = document(1800)
text = encode(doc)
again = Parser(text).parse()
print(len(text), again == doc, encode(again) == text)
pretty = encode(doc, 2)
print(len(pretty), Parser(pretty).parse() == doc)
print(encode(document(1), 2))
for bad in ("{", "[1, 2", '{"a" 1}', "[1 2]", "nope", '"abc', "[]]"):
    try:
        Parser(bad).parse()
        print("accepted", bad)
    except JSONError as e:
        print(bad, "->", e, e.position)
