ones = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
tens = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
def w(n):
    if n < 20: return ones[n]
    if n < 100: return tens[n // 10] + ("-" + ones[n % 10] if n % 10 else "")
    if n < 1000: return ones[n // 100] + " hundred" + (" and " + w(n % 100) if n % 100 else "")
    return w(n // 1000) + " thousand" + (" " + w(n % 1000) if n % 1000 else "")
print([w(n) for n in (0, 7, 13, 20, 42, 100, 115, 999, 1000, 12345, 999999)], sum(len(w(n)) for n in range(1000)))
