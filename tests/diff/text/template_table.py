rows = [("apple", 3, 1.5), ("kiwi", 12, 0.25), ("watermelon", 1, 12)]
for n, q, p in rows: print(f"{n:<12}{q:>5}{p:>8.2f}{q * p:>10,.2f}")
print("-" * 35, f"{'total':<17}{sum(q * p for _, q, p in rows):>18.3f}", sep="\n")
print("%-12s|%5d|%8.2f" % rows[0], "{:*^20}".format("mid"), "{0:>{1}}".format("r", 6), "|".join(r[0].center(12) for r in rows))
