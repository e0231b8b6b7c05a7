# Dates, decimals, fractions, statistics, heaps, text wrapping, differences of texts.
# stress: 20000
import datetime as dt, decimal, fractions, statistics, heapq, bisect, textwrap, difflib, string, calendar, zoneinfo
from decimal import Decimal, getcontext, localcontext, ROUND_HALF_UP
d = dt.datetime(2024, 2, 29, 13, 45, 30, 123456, tzinfo=dt.timezone.utc)
print(d, repr(d), d.isoformat(), d.strftime("%A %d %B %Y %H:%M:%S.%f %z %j %U %p %y %e"), d.timestamp(), d.astimezone(dt.timezone(dt.timedelta(hours=5, minutes=30), "IST")))
print(d + dt.timedelta(days=1, hours=-3), (dt.date(2025, 1, 1) - dt.date(2024, 1, 1)).days, tuple(d.isocalendar()), d.weekday(), d.replace(year=2023, day=28))
print(dt.datetime.strptime("2024-03-05 07:08:09", "%Y-%m-%d %H:%M:%S"), dt.datetime.fromisoformat("2011-11-04T00:05:23+04:00"), dt.date.fromisoformat("2024-12-30"), dt.time(12, 30).isoformat("minutes"))
print(dt.timedelta(days=-1, seconds=3), repr(dt.timedelta(hours=1.5)), dt.timedelta(hours=5) / dt.timedelta(minutes=7), dt.timedelta(hours=5) // 3, divmod(dt.timedelta(10), dt.timedelta(3)))
for bad in (lambda: dt.date(2023, 2, 29), lambda: dt.datetime.strptime("x", "%Y"), lambda: d - dt.datetime.now(), lambda: dt.date.fromisoformat("2024-13-01"), lambda: dt.time(25)):
    try: bad()
    except Exception as e: print(type(e).__name__)
try:
    z = zoneinfo.ZoneInfo("Europe/Paris"); x = dt.datetime(2024, 7, 1, 12, tzinfo=z); print(x, x.utcoffset(), x.tzname(), x.astimezone(dt.timezone.utc))
    print(dt.datetime(2024, 10, 27, 2, 30, tzinfo=z, fold=1).utcoffset())
except Exception as e: print(type(e), e)
print(calendar.month(2024, 2), calendar.TextCalendar(6).formatmonth(2023, 5), calendar.isleap(1900), calendar.monthrange(2024, 2))
getcontext().prec = 30
print(Decimal(1) / 7, Decimal("1.10") + Decimal("2.2"), Decimal("2.675").quantize(Decimal("0.01"), ROUND_HALF_UP), Decimal(2).sqrt(), Decimal("1e400") * 10, Decimal("NaN"), Decimal("123.4500").normalize(), Decimal("-0"), abs(Decimal("-3")), Decimal(3) ** Decimal("2.5"))
print(f"{Decimal('1234567.891'):,.2f} {Decimal('0.00001234'):e} {Decimal('5'):>10} {Decimal('1E+5')}", Decimal("3.7") % 1, int(Decimal("9.9")), round(Decimal("2.5")), round(Decimal("1.005"), 2), Decimal(0.1), Decimal("1.5").as_tuple(), Decimal("0.25").as_integer_ratio(), hash(Decimal("1.0")) == hash(1))
with localcontext() as ctx:
    ctx.prec = 5; ctx.traps[decimal.Inexact] = True
    try: Decimal(1) / 3
    except decimal.Inexact as e: print("inexact")
for bad in (lambda: Decimal(1) / 0, lambda: Decimal("abc"), lambda: Decimal(1) + 1.5, lambda: Decimal("sNaN") + 1):
    try: print(bad())
    except Exception as e: print(type(e).__name__)
F = fractions.Fraction
print(F(3, 4) + F("0.5"), F(1.25), F("22/7").limit_denominator(5), F(7, -3), divmod(F(7, 2), 2), F(1, 3) ** -2, float(F(1, 3)), round(F(5, 2)), F(3, 2) == 1.5, F("1e-3"), [F(i, 6) for i in range(7)], repr(F(2, 4)))
data = [2, 4, 4, 4, 5, 5, 7, 9]
print(statistics.mean(data), statistics.median(data), statistics.mode(data), statistics.pstdev(data), statistics.stdev(data), statistics.variance(data), statistics.quantiles(data, n=4), statistics.fmean(data), statistics.harmonic_mean([40, 60]), statistics.geometric_mean([54, 24, 36]), statistics.multimode("aabbc"), statistics.correlation([1, 2, 3], [2, 4, 7]), statistics.linear_regression([1, 2, 3], [2, 4, 7]))
print(statistics.NormalDist(100, 15).cdf(115), statistics.NormalDist.from_samples(data), statistics.mean([F(1, 2), F(1, 3)]), statistics.mean([Decimal("1.1"), Decimal("2.2")]))
try: statistics.mean([])
except statistics.StatisticsError as e: print(e)
h = [5, 3, 8, 1]; heapq.heapify(h); heapq.heappush(h, 2); print([heapq.heappop(h) for _ in range(len(h))], heapq.nlargest(2, "hello"), heapq.nsmallest(2, [(3, "a"), (1, "b")], key=lambda t: t[0]), list(heapq.merge([1, 4], [2, 3], [0, 9])), heapq.heappushpop([1, 2], 0))
b = [1, 3, 3, 7]; bisect.insort(b, 4); print(b, bisect.bisect_left(b, 3), bisect.bisect(b, 3), bisect.bisect_left(b, 5, key=lambda v: v + 1))
t = "The quick brown fox jumped over the lazy dog, and   then\tsome more-hyphenated words were said repeatedly."
print(textwrap.fill(t, 30, initial_indent="* ", subsequent_indent="  "), textwrap.shorten(t, 40), textwrap.dedent("   a\n     b\n   c"), textwrap.indent("a\n\nb", "> "), textwrap.wrap(t, 20, break_long_words=False, max_lines=3), sep="\n")
a, c = "one\ntwo\nthree\nfour".splitlines(), "one\ntoo\nthree\nfive\nsix".splitlines()
print("\n".join(difflib.unified_diff(a, c, "a", "c", lineterm=""))); print("\n".join(difflib.ndiff(a, c))); print("\n".join(difflib.context_diff(a, c, lineterm="")))
print(difflib.SequenceMatcher(None, "abcd", "bcde").ratio(), difflib.get_close_matches("appel", ["ape", "apple", "peach"]), difflib.SequenceMatcher(None, "qabxcd", "abycdf").get_opcodes())
print(string.Template("$who owes ${amount} $$ and $missing").safe_substitute(who="Bob", amount=5), string.capwords("hello wORLD"), string.ascii_letters[:5], "{:>{w}.{p}f}|{!r:^10}|{0[a]}".format(3.14159, "x", w=10, p=2, **{}) if 0 else "")
try: string.Template("$x").substitute()
except KeyError as e: print("key", e)
class MyF(string.Formatter):
    def get_value(self, k, a, kw): return kw.get(k, "?") if isinstance(k, str) else a[k]
print(MyF().format("{0} {x} {y:>5}", 1, y=2), list(string.Formatter().parse("a{b!r:c}d")))
