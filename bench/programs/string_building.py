"""String building: += in loops, join, formatting three ways, slicing, searching, replacing, translating."""


def concatenate(n):
    s = ""
    for i in range(n):
        s += chr(97 + i % 26)
        if i % 50 == 49:
            s += "\n"
    return s


def formats(n):
    out = []
    for i in range(n):
        out.append("%05d|%-8s|%x" % (i, "n%d" % i, i * 7))
        out.append("{:>7}|{!r:^9}|{:,}".format(i, str(i), i * 1001))
        out.append(f"{i:08b}{i / 3:.3f}{'odd' if i & 1 else 'even'}")
    return "\n".join(out)


def caesar(text, shift):
    out = []
    for c in text:
        if "a" <= c <= "z":
            out.append(chr((ord(c) - 97 + shift) % 26 + 97))
        else:
            out.append(c)
    return "".join(out)


def rot_table(shift):
    letters = "abcdefghijklmnopqrstuvwxyz"
    return str.maketrans(letters, letters[shift:] + letters[:shift])


def palindromes(text):
    best = ""
    for centre in range(len(text)):
        for width in (0, 1):
            left, right = centre, centre + width
            while left >= 0 and right < len(text) and text[left] == text[right]:
                left -= 1
                right += 1
            if right - left - 1 > len(best):
                best = text[left + 1:right]
    return best


def roman(n):
    out = ""
    for value, letters in ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
                           (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while n >= value:
            out += letters
            n -= value
    return out


text = concatenate(600000)
print(len(text), text[:30], text.count("\n"))
lines = formats(60000)
print(len(lines), lines[:60].replace("\n", " / "))
secret = caesar(text[:60000], 3)
print(secret[:20], caesar(secret, -3) == text[:60000], text[:60000].translate(rot_table(3)) == secret)
print(palindromes("abcbabcbbcabaacabaabbaabacaab" * 8))
print(sum(len(roman(n)) for n in range(1, 4000)), roman(3888))
words = text.split()
print(len(words), len(" ".join(reversed(words))), "-".join(w[::7] for w in words[:9]))
upper = [w.upper() if i % 2 else w.title() for i, w in enumerate(words)]
print(upper[5][:10], sum(w.find("xyz") for w in words), sum(w.startswith("abc") for w in words), text.replace("abc", "*")[:40])
unicode_text = "".join(chr(0x3b1 + i % 24) + ("\u20ac" if i % 9 else "\U0001f40d") for i in range(120000))
print(len(unicode_text), len(unicode_text.encode("utf-8")), unicode_text.encode("utf-8").decode("utf-8") == unicode_text)
