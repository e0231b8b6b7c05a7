# Operations on random decimals in random contexts: results, exceptions and flags.
# stress: 300
import random
from decimal import *

R = random.Random(20261)
SIGNALS = [InvalidOperation, FloatOperation, DivisionByZero, Overflow, Underflow, Subnormal, Inexact, Rounded, Clamped]
ROUNDINGS = [ROUND_UP, ROUND_DOWN, ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_05UP]
SPECIALS = ['NaN', '-NaN', 'sNaN', 'NaN123', '-sNaN45678', 'Inf', '-Inf', '0', '-0', '0E+5', '0E-7', '-0E-400', '0E+400']
PLAIN = ['1', '-1', '1.0', '10', '1E+3', '1E-3', '1.00000', '9.999', '0.5', '5E-1', '99999', '-2', '1000000000000']


def number():
    k = R.random()
    if k < .12: return R.choice(SPECIALS)
    if k < .2: return R.choice(PLAIN)
    if k < .4: return str(R.randint(-1000, 1000))
    if k < .6: return '%d.%0*d' % (R.randint(-10**R.randint(0, 9), 10**9), R.randint(1, 12), R.randint(0, 9))
    n = R.choice([1, 9, 19, 20, 28, 37, 38, 39, 40, 60, 100])
    c = R.choice([R.randint(0, 10**n), 10**n - 1, 10**n, 25 * 10**n, 5 * 10**n, 49999 * 10**n + 10**n - 1])
    return '%s%dE%d' % (R.choice(['', '-']), c, R.choice([0, -1, -n, R.randint(-20, 20), R.randint(-400, 400)]))


def context():
    return Context(prec=R.choice([1, 2, 3, 9, 16, 19, 20, 28, 34, 38, 39, 57, 100]), rounding=R.choice(ROUNDINGS),
                   Emax=R.choice([0, 5, 99, 384, 999999]), Emin=-R.choice([0, 5, 95, 383, 999999]), capitals=R.choice([0, 1]),
                   clamp=R.choice([0, 0, 0, 1]), flags=[], traps=[] if R.random() < .8 else R.sample(SIGNALS, 3))


UNARY = '''abs exp ln log10 minus next_minus next_plus normalize plus to_integral to_integral_exact to_integral_value sqrt logb
    logical_invert number_class to_sci_string to_eng_string copy_abs copy_negate is_normal is_subnormal is_zero is_signed _apply'''.split()
BINARY = '''add compare compare_signal divide divide_int divmod max max_mag min min_mag multiply next_toward quantize remainder
    remainder_near subtract compare_total compare_total_mag copy_sign logical_and logical_or logical_xor rotate same_quantum scaleb
    shift power'''.split()
FORMATS = '''e f g % E G n .2f .0f .3e .5g +.2f 020 020,.2f *^30 <20e =+20 .0e .1% z.1f .10 012, 0=20 x=15,g .0g .20f'''.split()
OPERATORS = [lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a * b, lambda a, b: a / b, lambda a, b: a // b, lambda a, b: a % b,
             divmod, lambda a, b: a < b, lambda a, b: a == b, lambda a, b: a >= b, lambda a, b: b - a, lambda a, b: b / a]


def attempt(f):
    try:
        return repr(f())
    except (ArithmeticError, ValueError, TypeError) as e:
        return type(e).__name__ + ': ' + str(e)


exact = Context(prec=2000, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[])
setcontext(exact)
for i in range(1500):
    c, k = context(), R.random()
    a, b, d = (exact.create_decimal(number()) for _ in range(3))
    if k < .3:
        name = R.choice(UNARY)
        out = attempt(lambda: getattr(c, name)(a))
    elif k < .7:
        name = R.choice(BINARY)
        if name.startswith('logical'): a, b = Decimal(bin(R.getrandbits(40))[2:]), Decimal(bin(R.getrandbits(20))[2:])
        elif name in ('rotate', 'shift', 'scaleb'): b = Decimal(R.randint(-c.prec - 1, c.prec + 1))
        elif name == 'quantize': b = Decimal((0, (1,), R.randint(-15, 8)))
        elif name == 'power': b = Decimal('%g' % R.choice([R.randint(-40, 40), R.randint(-400, 400) / 8]))
        out = attempt(lambda: getattr(c, name)(a, b))
    elif k < .75: name, out = 'fma', attempt(lambda: c.fma(a, b, d))
    elif k < .78: name, out = 'pow', attempt(lambda: c.power(R.randint(-50, 50), R.randint(-2, 60), R.randint(-100, 100)))
    elif k < .82: name, out = 'create', attempt(lambda: c.create_decimal(str(a)))
    elif k < .9:
        setcontext(c)
        name = R.choice(FORMATS)
        out = attempt(lambda: format(a, name)) + ' ' + attempt(lambda: str(a))
    else:
        name = R.randrange(len(OPERATORS))
        w = R.choice([b, b, R.randint(-10**R.randint(0, 45), 10**30)])
        setcontext(c)
        out = attempt(lambda: OPERATORS[name](a, w))
    setcontext(exact)
    print(i, name, out[:150], *[s.__name__[:5] for s in SIGNALS if c.flags[s]])
