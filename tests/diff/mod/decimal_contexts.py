# Contexts: settings, signals as mappings and as exceptions, the current context, and what numbers do beyond arithmetic.
# stress: 300
import copy
import pickle
from contextvars import copy_context
from decimal import *
from fractions import Fraction
import decimal


def attempt(f):
    try:
        print(repr(f()))
    except BaseException as e:
        print(type(e).__name__, e.args)


def setting(name, value):
    c = Context()
    setattr(c, name, value)
    return c


c = Context(flags=[Inexact, Clamped, InvalidOperation], traps=[Overflow, Rounded, FloatOperation])
print(c, c.__reduce__(), pickle.loads(pickle.dumps(c)), copy.copy(c), c.copy())
for kw in ({'prec': 0}, {'prec': 'x'}, {'prec': 10**30}, {'rounding': 'x'}, {'Emin': 1}, {'Emax': -1}, {'capitals': 2}, {'clamp': '2'},
           {'traps': [int]}, {'traps': {}}, {'flags': 3}, {'flags': {Inexact: 1}}):
    attempt(lambda: Context(**kw))
    attempt(lambda: localcontext(**kw) and None)
    attempt(lambda: setting(*list(kw.items())[0]))
attempt(lambda: delattr(Context(), 'prec'))
attempt(lambda: setting('foo', 1))
owner = Context()
f = owner.flags
attempt(lambda: (len(f), list(f) == list(f.copy()), f[Inexact], f == Context().traps, f == f.copy(), f == {}, f == 3))
attempt(lambda: f['x'])
attempt(lambda: f.__delitem__(Inexact))
attempt(lambda: hash(f))
f[Inexact] = 5
print(f, f.get(Inexact), f.get(Rounded), sorted(s.__name__ for s in f))
attempt(lambda: setcontext(1))
attempt(lambda: localcontext(1))
with localcontext(prec=5, rounding=ROUND_UP) as inner:
    print(inner is getcontext(), Decimal(1) / 3, inner)
    copy_context().run(lambda: setattr(getcontext(), 'prec', 3) or setcontext(Context(prec=2)))
    print(getcontext().prec)
print(getcontext().prec, getcontext() is getcontext(), setcontext(DefaultContext), getcontext() is DefaultContext)
for x in ('x', '', ' 1_0 ', '1 0', '\u0661.5', 'NaN1', '1e9999999999999999999', '1e999999999999999999', [], (1, (1, 2), 'F'), (2, (1,), 0),
          (0, (1, 'a'), 0), (1, (), 3), (1, [1, 2], -3), ((), 1, 2), 1.1, 1j, None, b'1', True, -10**50, Fraction(1, 2)):
    attempt(lambda: Decimal(x))
    attempt(lambda: Context(prec=3, traps=[]).create_decimal(x))
big = Decimal('123456789012345678901234567890.5')
for op in (int, float, bool, round, hash, complex, abs, str, lambda d: d.as_tuple(), lambda d: d.as_integer_ratio(), lambda d: d.adjusted(),
           lambda d: round(d, 1), lambda d: round(d, -2), lambda d: d == 0.5, lambda d: d < 0.75, lambda d: d == Fraction(1, 2),
           lambda d: d > Fraction(-1, 3), lambda d: d == 0.5 + 0j, lambda d: d < 1j, lambda d: d + 1.5, lambda d: d.max(1.5),
           lambda d: pickle.loads(pickle.dumps(d)).compare_total(d), lambda d: copy.deepcopy(d) is d, lambda d: d.__reduce__(),
           lambda d: (d.__floor__(), d.__ceil__(), d.__trunc__()), lambda d: d.exp(context=1), lambda d: d.quantize(1, rounding='x')):
    for v in ('0.5', '-0', '-17', 'inf', 'nan', '1.5E+30', big):
        if not (v == 'nan' and op is hash): attempt(lambda: op(Decimal(v)))
print(hash(Decimal('0.1')) == hash(Fraction(1, 10)), hash(Decimal(2**70)) == hash(2**70), hash(Decimal(-0.5)) == hash(-0.5),
      hash(Decimal('1E+20')) == hash(10**20), {1: 2}[Decimal('1.00')], Decimal(10**40) == 10**40, -10**40 < Decimal(-10**40) + 1)
attempt(lambda: hash(Decimal('sNaN')))


class Mine(Decimal):
    pass


m = Mine('2.5')
print(type(m), type(m + 1), type(m.from_float(1.5)), type(copy.copy(m)), m.__reduce__(), type(Decimal(m)), type(+m), Mine(m) == m)
for e in (Clamped, InvalidOperation, DivisionByZero, Inexact, Rounded, Subnormal, Overflow, Underflow, FloatOperation, decimal.ConversionSyntax,
          decimal.DivisionImpossible, decimal.DivisionUndefined, decimal.InvalidContext):
    print(e, e.__mro__)
for f in (lambda: 1 / Decimal(0), lambda: 0 / Decimal(0), lambda: divmod(Decimal(1), 0), lambda: Decimal(10)**400 // 7, lambda: Decimal(-1).ln(),
          lambda: Decimal('snan') + 1, lambda: Decimal('nan') < 1, lambda: pow(Decimal(2), 3, 'x'), lambda: Decimal(9)**Decimal('1e20'),
          lambda: Decimal(1).fma(2, 'x'), lambda: format(Decimal(1), 'x'), lambda: Decimal(1).__format__('', 1)):
    attempt(f)
overrides = [{}, {'decimal_point': ','}, {'decimal_point': ',', 'thousands_sep': '.', 'grouping': '\3\2\x7f'}, {'grouping': '\3'},
             {'decimal_point': 'abcde'}, {'decimal_point': 1}, {'decimal_point': ',', 'thousands_sep': '.', 'grouping': ''}]
for o in overrides:
    for spec in ('', 'n', '020n', '020,f', '12.1f'):
        attempt(lambda: Decimal('1234567.25').__format__(spec, o))
with localcontext(Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)):
    print(Decimal(4) / 2, Decimal(400)**-1, Decimal('40E9').sqrt(), Decimal(10**99).log10(), Decimal(2)**100)
    attempt(lambda: Decimal(1) / 3)
