"""Word count over a generated text: splitting, normalising, counting, and the most frequent words and pairs."""

SYLLABLES = "ka ro mi ten shu la ve do ri no pa el is um ar".split()


def generate(words):
    seed = 12345
    out = []
    line = []
    for i in range(words):
        seed = (seed * 1103515245 + 12345) & 0x7fffffff
        n = 1 + (seed >> 8) % 3
        parts = []
        rest = seed >> 4
        for _ in range(n):
            parts.append(SYLLABLES[(rest % 97) * (rest % 5) % len(SYLLABLES)])
            rest //= 13
        word = "".join(parts)
        if i % 11 == 0:
            word = word.capitalize()
        if i % 7 == 6:
            word += ","
        if i % 13 == 12:
            word += "."
        line.append(word)
        if len(line) == 12:
            out.append(" ".join(line))
            line = []
    out.append(" ".join(line))
    return "\n".join(out)


def count(text):
    words = {}
    pairs = {}
    previous = None
    for line in text.splitlines():
        for raw in line.split():
            word = raw.strip(".,").lower()
            if not word:
                continue
            words[word] = words.get(word, 0) + 1
            if previous is not None:
                pair = previous, word
                if pair in pairs:
                    pairs[pair] += 1
                else:
                    pairs[pair] = 1
            previous = word
    return words, pairs


text = generate(120000)
words, pairs = count(text)
print(len(text), len(words), sum(words.values()), len(pairs))
for word, n in sorted(words.items(), key=lambda item: (-item[1], item[0]))[:10]:
    print("%6d %s" % (n, word))
for (a, b), n in sorted(pairs.items(), key=lambda item: (-item[1], item[0]))[:5]:
    print("%6d %s %s" % (n, a, b))
letters = {}
for c in text:
    letters[c] = letters.get(c, 0) + 1
print(sorted((n, c) for c, n in letters.items())[-5:])
lengths = {}
for word in words:
    lengths.setdefault(len(word), []).append(word)
print({n: (len(ws), min(ws), max(ws)) for n, ws in sorted(lengths.items())})
