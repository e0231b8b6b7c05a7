# unittest, mock, shelve, zipfile, tarfile, hashes, struct, pickle, random, urllib.parse, email, regular expressions.
# stress: 20000
import unittest, unittest.mock, shelve, zipfile, tarfile, hashlib, secrets, hmac, base64, struct, re, os, sys, io, tempfile, pathlib, gzip, bz2, lzma, zlib, pickle, glob, fnmatch, filecmp, stat, uuid, random, string, shlex, getopt, optparse, locale, gettext, platform, urllib.parse, html, email, email.mime.text, email.mime.multipart, mimetypes, json
class T(unittest.TestCase):
    @classmethod
    def setUpClass(cls): print("class")
    def setUp(self): self.x = 1
    def tearDown(self): pass
    def test_ok(self): self.assertEqual(self.x, 1)
    def test_fail(self): self.assertEqual([1, 2, 3], [1, 2, 4], "msg")
    def test_err(self): {}["k"]
    @unittest.skip("why")
    def test_skip(self): pass
    @unittest.expectedFailure
    def test_exp(self): self.assertTrue(False)
    def test_sub(self):
        for i in range(3):
            with self.subTest(i=i): self.assertNotEqual(i, 1)
    def test_raises(self):
        with self.assertRaises(ValueError) as cm: int("x")
        self.assertIn("invalid", str(cm.exception))
        with self.assertRaisesRegex(TypeError, "nope"): len(5)
    def test_dict(self): self.assertDictEqual({"a": 1, "b": [1]}, {"a": 1, "b": [2]})
    def test_str(self): self.assertMultiLineEqual("a\nb\n", "a\nc\n")
    def test_log(self):
        import logging
        with self.assertLogs("z", "INFO") as cm: logging.getLogger("z").info("hey")
        self.assertEqual(cm.output, ["INFO:z:hey"])
    def test_almost(self): self.assertAlmostEqual(1.0, 1.1)
    def test_count(self): self.assertCountEqual([1, 1, 2], [2, 1, 3])
s = io.StringIO()
r = unittest.TextTestRunner(stream=s, verbosity=2).run(unittest.defaultTestLoader.loadTestsFromTestCase(T))
print(re.sub(r"in [\d.]+s", "in Xs", s.getvalue()).replace(__file__, "FILE")); print(r)
m = unittest.mock.MagicMock(return_value=3); m(1, a=2); m.foo.bar.return_value = 9
print(m.call_args, m.foo.bar(), m.mock_calls, m.called); m.assert_called_once_with(1, a=2)
try: m.assert_called_with(5)
except AssertionError as e: print(e)
with unittest.mock.patch("os.getcwd", return_value="/fake") as g: print(os.getcwd(), g.call_count)
with unittest.mock.patch.dict(os.environ, {"ZZ": "1"}): print(os.environ["ZZ"])
spec = unittest.mock.create_autospec(lambda a, b=1: None)
try: spec()
except TypeError as e: print(e)
print(unittest.mock.sentinel.foo, unittest.mock.call(1, x=2), unittest.mock.Mock(side_effect=[1, 2])())
tmp = pathlib.Path(tempfile.mkdtemp())
with shelve.open(str(tmp / "sh")) as db:
    db["a"] = {"x": [1, 2]}; db["b"] = (1, 2); print(sorted(db), db["a"], "z" in db, len(db)); del db["b"]
with shelve.open(str(tmp / "sh"), writeback=True) as db: db["a"]["x"].append(3)
with shelve.open(str(tmp / "sh")) as db: print(dict(db))
with zipfile.ZipFile(tmp / "z.zip", "w", zipfile.ZIP_DEFLATED) as z:
    z.writestr("a/b.txt", "hello " * 100); z.writestr(zipfile.ZipInfo("c.bin", (2020, 1, 1, 0, 0, 0)), b"\0" * 10)
with zipfile.ZipFile(tmp / "z.zip") as z:
    print(z.namelist(), z.getinfo("a/b.txt").file_size, z.getinfo("a/b.txt").compress_size, z.read("c.bin"), z.testzip(), z.open("a/b.txt").read(5))
    try: z.read("nope")
    except KeyError as e: print(e)
print(zipfile.is_zipfile(tmp / "z.zip"), [p.name for p in zipfile.Path(tmp / "z.zip").iterdir()])
try: zipfile.ZipFile(io.BytesIO(b"x"))
except zipfile.BadZipFile as e: print(e)
(tmp / "d").mkdir(); (tmp / "d" / "f.txt").write_text("data\n")
for mode in ("gz", "bz2", "xz", ""):
    fn = tmp / f"t.tar.{mode}"
    with tarfile.open(fn, "w:" + mode) as t: t.add(tmp / "d", "d"); ti = tarfile.TarInfo("mem"); ti.size = 3; t.addfile(ti, io.BytesIO(b"abc"))
    with tarfile.open(fn) as t: print(t.getnames(), t.extractfile("mem").read(), t.getmember("d/f.txt").size, t.getmember("d").isdir())
for n in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "blake2b", "blake2s", "shake_128"):
    h = hashlib.new(n); h.update(b"abc"); print(n, h.hexdigest(5) if n.startswith("shake") else h.hexdigest()[:20], h.digest_size, h.block_size, h.name)
print(hmac.new(b"k", b"m", "sha256").hexdigest()[:20], hmac.compare_digest("a", "a"), len(secrets.token_hex(8)), len(secrets.token_urlsafe(10)), secrets.choice("a"), hashlib.sha256(b"x", usedforsecurity=False).hexdigest()[:8], sorted(hashlib.algorithms_guaranteed)[:3])
try: hashlib.new("nope")
except ValueError as e: print(e)
print(base64.b64encode(b"\xff\xfe"), base64.urlsafe_b64decode(b"__4="), base64.b32encode(b"hi"), base64.b85encode(b"hello"), base64.a85encode(b"hello"), base64.b16decode("FF"))
print(struct.pack(">IhbQ5sf?", 1, -2, 3, 4, b"ab", 1.5, True), struct.unpack("<2H", b"\1\0\2\0"), struct.calcsize("@ibd"), list(struct.iter_unpack("B", b"abc")), struct.Struct("!H").pack(5))
try: struct.pack("B", 300)
except struct.error as e: print(e)
print(zlib.crc32(b"abc"), gzip.decompress(gzip.compress(b"x" * 50)), bz2.decompress(bz2.compress(b"y")), lzma.decompress(lzma.compress(b"z")))
with gzip.open(tmp / "g.gz", "wt") as f: f.write("a\nb\n")
with gzip.open(tmp / "g.gz", "rt") as f: print(list(f))
print(sorted(os.path.basename(p) for p in glob.glob(str(tmp / "*.gz"))), fnmatch.filter(["a.py", "b.txt"], "*.py"), fnmatch.translate("*.py"), filecmp.cmp(tmp / "g.gz", tmp / "g.gz"), stat.filemode(os.stat(tmp / "d").st_mode & 0o40755), shlex.split("a 'b c' d\\ e"), shlex.quote("a b"), shlex.join(["x", "y z"]))
print(uuid.UUID("12345678123456781234567812345678"), uuid.uuid5(uuid.NAMESPACE_DNS, "python.org"), uuid.uuid3(uuid.NAMESPACE_URL, "x").version, uuid.uuid4().version)
random.seed(42); print(random.random(), random.randint(1, 100), random.choice("abc"), random.sample(range(100), 5), random.gauss(0, 1), random.shuffle(x := list(range(10))), x, random.choices("ab", weights=[1, 3], k=5), random.uniform(1, 2), random.betavariate(1, 2), random.getrandbits(70), random.randbytes(4), random.triangular(), random.expovariate(1))
u = urllib.parse.urlparse("http://user:pw@host:8080/a/b;p?q=1&r=a%20b#frag"); print(u, u.port, u.hostname, urllib.parse.parse_qs(u.query), urllib.parse.urljoin("http://a/b/c", "../d"), urllib.parse.quote("a b/ü"), urllib.parse.unquote_plus("a+b%C3%BC"), urllib.parse.urlencode({"a": [1, 2], "b": "x y"}, doseq=True), urllib.parse.urlsplit("//x/y"), urllib.parse.urlunsplit(("s", "n", "p", "q", "f")))
print(html.escape("<a href='x'>&"), html.unescape("&lt;&eacute;&#x41;&nbsp;"), mimetypes.guess_type("a.html"))
msg = email.mime.multipart.MIMEMultipart(boundary="BB"); msg["Subject"] = "Héllo"; msg["To"] = "a@b.c"; msg.attach(email.mime.text.MIMEText("body ü", "plain", "utf-8")); print(msg.as_string())
p = email.message_from_string("From: x@y\nSubject: =?utf-8?q?H=C3=A9?=\nContent-Type: text/plain; charset=utf-8\n\nhi\n"); import email.header, email.utils, email.policy; print(p["from"], email.header.decode_header(p["subject"]), p.get_payload(), email.utils.parseaddr("Bob <b@c>"), email.utils.formataddr(("B", "b@c")), email.utils.parsedate_to_datetime("Mon, 20 Nov 1995 19:12:08 -0500"))
em = email.message.EmailMessage(policy=email.policy.SMTP); em["Subject"] = "s"; em.set_content("x\n"); em.add_attachment(b"data", maintype="application", subtype="octet-stream", filename="f.bin"); print(em.is_multipart(), [x.get_content_type() for x in em.walk()])
class P:
    def __init__(s, a): s.a = a
    def __reduce__(s): return P, (s.a,)
    def __eq__(s, o): return s.a == o.a
for proto in range(6): assert pickle.loads(pickle.dumps([P(1), {"a": (1, 2.5, None, True, b"x", "ü", 10 ** 30, {1, 2}, frozenset([3]))}, range(3), print, P], proto))[0] == P(1)
try: pickle.dumps(lambda: 0)
except Exception as e: print(type(e).__name__)
print(pickle.dumps([1, "a"], 0), len(pickle.dumps(list(range(1000)), 5)))
o = optparse.OptionParser(usage="%prog [x]", prog="pp"); o.add_option("-n", type="int", default=3, help="num [default: %default]"); print(vars(o.parse_args(["-n", "4", "z"])[0]), o.format_help()); print(getopt.gnu_getopt(["-a", "x", "--long=5"], "a", ["long="]))
tok = re.compile(r"(?P<num>\d+(?:\.\d*)?)|(?P<op>[-+*/()])|(?P<ws>\s+)|(?P<bad>.)")
def calc(s):
    toks = [(m.lastgroup, m.group()) for m in tok.finditer(s) if m.lastgroup != "ws"] + [("end", "")]; pos = 0
    def expr():
        nonlocal pos; v = term()
        while toks[pos][1] in ("+", "-"): o = toks[pos][1]; pos += 1; w = term(); v = v + w if o == "+" else v - w
        return v
    def term():
        nonlocal pos; v = atom()
        while toks[pos][1] in ("*", "/"): o = toks[pos][1]; pos += 1; w = atom(); v = v * w if o == "*" else v / w
        return v
    def atom():
        nonlocal pos; k, t = toks[pos]; pos += 1
        if k == "num": return float(t)
        if t == "(": v = expr(); pos += 1; return v
        if t == "-": return -atom()
        raise SyntaxError(f"unexpected {t!r} at {pos}")
    return expr()
for e in ("1+2*3", "(1+2)*3-4/5", "-2*-(3)", "2*"):
    try: print(e, calc(e))
    except SyntaxError as x: print(x)
print(re.sub(r"(\w+) (\w+)", r"\2 \1", "hello world"), re.split(r"[,;]\s*", "a, b;c"), re.findall(r"(?i)(a)(b)?", "AbaB a"), re.fullmatch(r"(?P<y>\d{4})-(?P<m>\d\d)", "2024-05").groupdict(), re.sub(r"\d+", lambda m: str(int(m[0]) * 2), "a1b22"), re.escape("a.b*c"), re.compile("x", re.I | re.M), re.search(r"(?<=a)b(?!c)", "abd").span(), re.match("(a)|b", "b").groups(), re.subn("a", "b", "aaa", 2))
try: re.compile("(a")
except re.error as e: print(e, e.pos)
import shutil; shutil.rmtree(tmp)
