# Command line, dataclasses, enum, csv, json, pathlib, shutil, subprocess.
# stress: 20000
import argparse, json, csv, pathlib, subprocess, sys, tempfile, shutil, os, io
from dataclasses import dataclass, field, asdict, replace, fields
from collections import Counter, defaultdict, OrderedDict, ChainMap, namedtuple, deque
import enum, typing, datetime as dt, decimal, fractions, statistics, heapq, bisect, textwrap, difflib

class Kind(enum.Enum):
    TOOL = "tool"; PART = "part"
    @classmethod
    def parse(cls, s): return cls(s.lower())
class Flags(enum.Flag):
    A = enum.auto(); B = enum.auto(); C = A | B
class Prio(enum.IntEnum):
    LOW = 1; HIGH = 10

@dataclass(order=True)
class Item:
    sort_index: int = field(init=False, repr=False)
    name: str
    qty: int = 0
    kind: Kind = Kind.PART
    price: decimal.Decimal = decimal.Decimal("0.00")
    tags: list = field(default_factory=list, compare=False)
    def __post_init__(self): self.sort_index = self.qty
    @property
    def total(self): return self.price * self.qty

def parser():
    p = argparse.ArgumentParser(prog="inv", description="Manage an inventory of things and more things so the text wraps at some point, hopefully.", epilog="See also: nothing.")
    p.add_argument("-v", "--verbose", action="count", default=0, help="say more (default: %(default)s)")
    p.add_argument("--version", action="version", version="%(prog)s 1.0")
    sub = p.add_subparsers(dest="cmd", required=True, metavar="COMMAND", help="what to do")
    a = sub.add_parser("add", help="add an item", aliases=["a"])
    a.add_argument("name"); a.add_argument("qty", type=int, nargs="?", default=1)
    a.add_argument("--kind", choices=[k.value for k in Kind], default="part")
    a.add_argument("--tag", action="append", default=[])
    g = a.add_mutually_exclusive_group()
    g.add_argument("--cheap", action="store_true"); g.add_argument("--dear", dest="cheap", action="store_false")
    r = sub.add_parser("report"); r.add_argument("--format", choices=("text", "json", "csv"), default="text")
    r.add_argument("files", nargs="*", type=pathlib.Path)
    return p

p = parser()
for argv in (["add", "bolt", "5", "--kind", "tool", "--tag", "x", "--tag", "y"], ["-vv", "report", "--format=json", "a", "b"], ["a", "nut"]):
    print(p.parse_args(argv))
for argv in (["add"], [], ["report", "--format", "xml"], ["add", "x", "y"], ["add", "x", "--cheap", "--dear"], ["--version"], ["-h"], ["add", "-h"]):
    err, out = io.StringIO(), io.StringIO()
    old = sys.stderr, sys.stdout
    sys.stderr, sys.stdout = err, out
    try: p.parse_args(argv)
    except SystemExit as e: code = e.code
    finally: sys.stderr, sys.stdout = old
    print(argv, code); print(out.getvalue(), end=""); print(err.getvalue(), end="")

items = [Item("bolt", 5, Kind.PART, decimal.Decimal("0.10"), ["m8"]), Item("saw", 1, Kind.TOOL, decimal.Decimal("12.99")), Item("nut", 5)]
print(sorted(items), items[0] < items[1], items[0].total, replace(items[0], qty=7), asdict(items[1]), [f.name for f in fields(Item)])
print(Flags.A | Flags.B, Flags.C & Flags.A, list(Flags), Flags(3), ~Flags.A, Prio.HIGH > 3, Prio(1), Kind.parse("TOOL"), Kind("part"), Kind.TOOL.name)
try: Kind("x")
except ValueError as e: print(e)
tmp = pathlib.Path(tempfile.mkdtemp(prefix="inv"))
try:
    (tmp / "data").mkdir()
    f = tmp / "data" / "items.csv"
    with f.open("w", newline="") as fh:
        w = csv.DictWriter(fh, ["name", "qty", "kind"], quoting=csv.QUOTE_NONNUMERIC)
        w.writeheader()
        for i in items: w.writerow({"name": i.name + ', "x"', "qty": i.qty, "kind": i.kind.value})
    print(f.read_text())
    with f.open(newline="") as fh:
        for row in csv.DictReader(fh): print(row)
    (tmp / "data" / "items.json").write_text(json.dumps([asdict(i) for i in items], default=str, indent=1, sort_keys=True))
    print((tmp / "data/items.json").read_text()[:150])
    print(sorted(x.relative_to(tmp).as_posix() for x in tmp.rglob("*")), f.suffix, f.stem, f.with_suffix(".txt").name, f.parent.name)
    shutil.copytree(tmp / "data", tmp / "copy"); print(sorted(os.listdir(tmp / "copy")))
    shutil.make_archive(str(tmp / "arch"), "zip", tmp / "data"); shutil.unpack_archive(str(tmp / "arch.zip"), tmp / "un"); print(sorted(os.listdir(tmp / "un")))
    r = subprocess.run([sys.executable, "-c", "import sys; print(sys.stdin.read().upper()); sys.exit(3)"], input="hi", text=True, capture_output=True)
    print(r.returncode, r.stdout, r.stderr)
    try: subprocess.run(["false"], check=True)
    except subprocess.CalledProcessError as e: print(e)
    try: subprocess.run(["/no/such"])
    except FileNotFoundError as e: print(e)
    try: subprocess.run(["sleep", "5"], timeout=0.1)
    except subprocess.TimeoutExpired as e: print(e.cmd, e.output)
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as pr: print(pr.communicate(b"abc"))
    print(subprocess.getoutput("echo hello; exit 2"), subprocess.getstatusoutput("exit 2"))
finally:
    shutil.rmtree(tmp)
print(tmp.exists())
