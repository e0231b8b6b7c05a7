# stress: 50
# The csv module over _csv: every quoting, dialects, sniffing, dictionaries, errors.
import csv
import io
import itertools


def show(f, *args, **kw):
    try:
        r = f(*args, **kw)
    except Exception as e:
        print(type(e).__name__, e)
    else:
        print(repr(r) if not isinstance(r, csv.Dialect) else "dialect")


def read(text, **kw):
    return list(csv.reader(io.StringIO(text, newline=""), **kw))


def write(rows, **kw):
    out = io.StringIO()
    csv.writer(out, **kw).writerows(rows)
    return out.getvalue()


texts = ['a,b,c\n', '', '\n', '\n\n', 'a', 'a,', ',', ',,\n', '"a","b"\n', '"a,b",c\n', '"a""b",c\n', '"a\nb",c\n', '"a\r\nb",c\r\n',
         'a"b,c\n', '"a"b,c\n', '"a" ,b\n', ' a, b\n', '" a", " b"\n', 'a\rb\n', 'a\r\nb\rc\nd', '"a', '"a\n', 'a,"b\n\n"', '\\,a,b\n',
         'a\\\nb,c\n', 'a\\', '"a\\"b",c\n', "'a','b,c'\n", '1,2.5,"x"\n', '1,"2",3e5\n', 'é,ü,😀\n', 'a\0b\n', '"",""\n', '""\n', '"""a"""\n',
         'a;b,c\n', '"a"\r', 'x\r\r\ny\n']
options = [{}, {"delimiter": ";"}, {"quotechar": "'"}, {"escapechar": "\\"}, {"doublequote": False}, {"doublequote": False, "escapechar": "\\"},
           {"quoting": csv.QUOTE_NONE}, {"quoting": csv.QUOTE_NONE, "escapechar": "\\"}, {"quoting": csv.QUOTE_NONNUMERIC},
           {"skipinitialspace": True}, {"strict": True}, {"quotechar": None}, {"dialect": "excel-tab"}, {"dialect": "unix", "strict": True}]
for o in options:
    print(o)
    for t in texts:
        show(read, t, **o)
rows = [["a", "b"], ["a,b", 'c"d'], ["e\nf", "g\r", ""], [1, 2.5, None, True], [""], [], [None], ["x y", " z"], ["'q'", "a;b"], ["\\", "a\\b"],
        [(1, 2), {"k": 1}], ["é", "😀"], [1 + 2j, b"x"], iter("ab"), "str"]
for o in options + [{"quoting": csv.QUOTE_ALL}, {"lineterminator": "\n"}, {"lineterminator": "!ab"}, {"quoting": csv.QUOTE_ALL, "doublequote": False}]:
    for row in rows:
        show(write, [row], **o)
class Float(float): pass
class Index:
    def __index__(self): return 3
    def __str__(self): return "three"
show(write, [[Float(1), Index(), 1 + 0j, "s"]], quoting=csv.QUOTE_NONNUMERIC)
for kw in (dict(delimiter=1), dict(delimiter='ab'), dict(delimiter=''), dict(delimiter=None), dict(quotechar=1), dict(quotechar='ab'),
           dict(quotechar=None, quoting=3), dict(quotechar=None, quoting=1), dict(escapechar=1), dict(escapechar='xy'), dict(lineterminator=1),
           dict(lineterminator=None), dict(quoting='a'), dict(quoting=9), dict(quoting=None), dict(quoting=True), dict(strict='x'),
           dict(bogus=1), dict(quoting=2 ** 40), dict(doublequote=[])):
    show(lambda: [getattr(csv.reader([], **kw).dialect, n) for n in (
        "delimiter", "doublequote", "escapechar", "lineterminator", "quotechar", "quoting", "skipinitialspace", "strict")])
for f in (lambda: csv.reader([], "nope"), lambda: csv.reader(5), lambda: csv.writer(1), lambda: csv.reader(), lambda: csv.writer(),
          lambda: next(csv.reader([b"x"])), lambda: next(csv.reader([1])), lambda: csv.reader([], 1, 2), lambda: list(csv.reader(["a", 1]))):
    show(f)
show(csv.field_size_limit); show(csv.field_size_limit, "a"); show(csv.field_size_limit, 5); show(read, "abcdefg,h"); show(read, "abcde,h")
show(csv.field_size_limit, 131072)
class Pipe(csv.Dialect):
    delimiter = "|"; quotechar = "'"; doublequote = True; skipinitialspace = False; lineterminator = "\n"; quoting = csv.QUOTE_MINIMAL
csv.register_dialect("pipe", Pipe); csv.register_dialect("semi", delimiter=";"); csv.register_dialect("both", "pipe", delimiter=":")
print(sorted(csv.list_dialects()), csv.get_dialect("pipe").delimiter, csv.get_dialect("both").quotechar)
show(read, "a|'b|c'\n", dialect="pipe"); show(write, [["a|b", "c"]], dialect=Pipe); show(write, [["a;b", "c:d"]], dialect=Pipe(), delimiter=":")
csv.unregister_dialect("semi"); show(csv.unregister_dialect, "semi"); show(csv.get_dialect, "semi"); show(csv.get_dialect, []); show(csv.register_dialect, 1)
show(csv.register_dialect, "a", bogus=1); show(lambda: setattr(csv.get_dialect("pipe"), "delimiter", ";"))
d = csv.get_dialect("pipe"); print(csv.reader([], d).dialect is d, csv.reader([], d, strict=True).dialect is d)
r = csv.reader(['a,"b', 'c",d', "e"]); print(r.line_num, next(r), r.line_num, next(r), r.line_num, next(r, "end"), iter(r) is r)
out = io.StringIO()
w = csv.DictWriter(out, ["x", "y"], extrasaction="ignore", restval="?")
print(w.writeheader()); w.writerow({"x": 1, "y": "a,b"}); w.writerows([{"x": 2}, {"x": 3, "y": 4, "z": 5}])
print(repr(out.getvalue())); print(list(csv.DictReader(io.StringIO(out.getvalue()))))
print(list(csv.DictReader(["a,b", "1,2,3", "4"], restkey="more", restval="none")))
s = csv.Sniffer(); print(s.sniff("a;b;c\n1;2;3\n4;5;6\n").delimiter, s.has_header("name,n\nx,1\ny,2\nz,3\n"))
print(type(w.writer).__name__, type(r).__name__, csv.Error.__mro__[1].__name__)
big = [[str(i), "text %d" % i, i * 1.5, 'q"' if i % 7 == 0 else "", "l\n" if i % 11 == 0 else "x,y"] for i in range(500)]
text = write(big); print(len(text), read(text) == [[str(c) for c in row] for row in big])
