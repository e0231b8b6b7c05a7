"""Sieve of Eratosthenes three ways: a list of flags, a bytearray with slices, and a dict of composites."""


def flags(limit):
    prime = [True] * (limit + 1)
    prime[0] = prime[1] = False
    i = 2
    while i * i <= limit:
        if prime[i]:
            for j in range(i * i, limit + 1, i):
                prime[j] = False
        i += 1
    return [i for i in range(limit + 1) if prime[i]]


def slices(limit):
    prime = bytearray([1]) * (limit + 1)
    prime[0] = prime[1] = 0
    for i in range(2, int(limit ** 0.5) + 1):
        if prime[i]:
            prime[i * i::i] = bytes(len(range(i * i, limit + 1, i)))
    return sum(prime)


def composites():
    table = {}
    candidate = 2
    while True:
        factor = table.pop(candidate, None)
        if factor is None:
            yield candidate
            table[candidate * candidate] = candidate
        else:
            multiple = candidate + factor
            while multiple in table:
                multiple += factor
            table[multiple] = factor
        candidate += 1


primes = flags(2000000)
print(len(primes), primes[-5:], sum(primes))
print(slices(5000000))
for count, p in enumerate(composites(), 1):
    if count == 40000:
        print(count, p)
        break
