out = []
for i in range(300):
    out.append(f"{i:>4}|{i ** 2:<8}|{i / 7:.3f}|{i:#06x}|{'x' * (i % 5)}")
text = "\n".join(out)
print(len(text), text[:80], text.count("x"), sum(map(len, text.split("|"))), text.upper().find("X"))
w = {}
for line in text.splitlines():
    for c in line: w[c] = w.get(c, 0) + 1
print(sorted(w.items())[:8], max(w, key=w.get))
print("".join(sorted(set(text)))[:40], text.replace("|", "").isascii(), text.encode().hex()[:40], text.translate({ord("|"): "/"})[:20], text[::-1][:20], text.partition("|")[0])
