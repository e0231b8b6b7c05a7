"""Decorators and closures: counters, memoising, currying, composition, state in cells."""


def counted(function):
    def wrapper(*args, **kwargs):
        wrapper.calls += 1
        return function(*args, **kwargs)

    wrapper.calls = 0
    wrapper.__name__ = function.__name__
    return wrapper


def memoize(limit):
    def decorate(function):
        table = {}

        def wrapper(*args):
            try:
                return table[args]
            except KeyError:
                value = function(*args)
                if len(table) < limit:
                    table[args] = value
                return value

        wrapper.table = table
        return wrapper

    return decorate


def compose(*functions):
    def composed(value):
        for function in functions:
            value = function(value)
        return value

    return composed


def curry(function, arity):
    def take(collected):
        def inner(arg):
            args = collected + (arg,)
            return function(*args) if len(args) == arity else take(args)

        return inner

    return take(())


def counter(start=0, *, step=1):
    value = start

    def increment(by=None):
        nonlocal value
        value += step if by is None else by
        return value

    def reset(to=start):
        nonlocal value
        value = to

    return increment, reset


def account(balance):
    def deposit(amount):
        nonlocal balance
        balance += amount
        return balance

    def withdraw(amount):
        nonlocal balance
        if amount > balance:
            raise ValueError("insufficient funds: %d < %d" % (balance, amount))
        balance -= amount
        return balance

    return {"deposit": deposit, "withdraw": withdraw, "balance": lambda: balance}


@counted
@memoize(100000)
def ways(total, coins):
    if total == 0:
        return 1
    if total < 0 or not coins:
        return 0
    return ways(total - coins[0], coins) + ways(total, coins[1:])


@counted
def plain_fib(n):
    return n if n < 2 else plain_fib(n - 1) + plain_fib(n - 2)


print(ways(600, (50, 20, 10, 5, 2, 1)), ways.calls)
print(plain_fib(24), plain_fib.calls, plain_fib.__name__)
adders = [lambda x, n=n: x + n for n in range(10)]
pipeline = compose(*adders, lambda x: x * 2, str, len)
print(sum(pipeline(n) for n in range(40000)))
volume = curry(lambda a, b, c, d: a * b + c * d, 4)
total = 0
for i in range(40000):
    total += volume(i)(2)(3)(i + 1)
print(total)
increment, reset = counter(10, step=3)
for _ in range(400000):
    increment()
print(increment(), increment(-7))
reset()
print(increment())
a = account(100)
for i in range(200000):
    a["deposit"](i % 7)
    if i % 3 == 0:
        a["withdraw"](2)
print(a["balance"]())
try:
    a["withdraw"](10 ** 9)
except ValueError as e:
    print(e)
late = [f() for f in [lambda: n for n in range(3)]]
print(late)
