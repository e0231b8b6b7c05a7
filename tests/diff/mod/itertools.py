from itertools import *
print(list(islice(count(5, 2), 3)), list(islice(cycle("ab"), 5)), list(repeat(1, 3)), list(accumulate([1, 2, 3])), list(accumulate([1, 2, 3], lambda a, b: a * b, initial=10)), list(chain([1], "a", ())), list(chain.from_iterable([[1], [2]])), list(compress("abc", [1, 0, 1])), list(dropwhile(lambda x: x < 2, [1, 2, 1])), list(takewhile(lambda x: x < 2, [1, 2, 1])), list(filterfalse(None, [0, 1])), [(k, list(g)) for k, g in groupby("aabba")], [(k, list(g)) for k, g in groupby([1, 3, 2, 4], key=lambda x: x % 2)], list(islice("abcdef", 1, None, 2)), list(starmap(pow, [(2, 3)])), list(zip_longest("ab", [1], fillvalue="-")), list(pairwise("abc")), list(product("ab", [1, 2])), list(product([0, 1], repeat=2)), list(permutations("abc", 2)), list(combinations("abc", 2)), list(combinations_with_replacement("ab", 2)))
a, b = tee([1, 2, 3]); print(next(a), list(b), list(a))
print(list(islice(count(0.5, 0.25), 3)), count(3), repeat("x"), repeat(1, 2), next(count(10**20)), list(zip(count(), "ab")), list(product()), list(permutations([])), sum(1 for _ in combinations(range(10), 4)))
for f in (lambda: list(islice([1], -1)), lambda: list(islice([1], 1, 2, 0)), lambda: chain(5).__next__(), lambda: count("a"), lambda: list(repeat()), lambda: list(combinations("a", -1)), lambda: next(cycle([]))):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
