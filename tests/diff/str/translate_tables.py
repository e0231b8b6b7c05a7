# Tables of all sorts, and how often a table that counts is asked where every answer is one ASCII character or None.
class Counting(dict):
    def __missing__(self, key):
        self.asked = getattr(self, "asked", []) + [key]
        if key == ord("z"):
            raise KeyError(key)
        return {97: "A", 98: None, 99: 120}.get(key, key)


t = Counting()
print("abcabcabczz".translate(t), t.asked)


class Table:
    def __init__(self, answer):
        self.answer = answer

    def __getitem__(self, key):
        if key == 98 and self.answer is IndexError:
            raise IndexError
        return self.answer if key == 98 else key


for answer in "", "long", "\xe9", "\u20ac", "\x00", 0, 0x1f40d, 0x7f, 0x80, None, True, 0x110000, -1, 1.5, b"x", 10**30, IndexError:
    for text in "aba", "bbb\xe9b", "xb" * 100 + "\u20acb", "":
        try:
            print(ascii(text.translate(Table(answer)))[:40], end=" ")
            print(ascii(text.translate({98: answer}))[:40])
        except Exception as e:
            print(type(e).__name__, e)
table = str.maketrans("abc", "xyz", "d")
print("abcd" * 5, ("abcd" * 5).translate(table), "\xe9abcd".translate(table), "".translate(table), ascii("\0a".translate({0: "q"})))
changing = {97: "1"}


class Sneaky:
    def __getitem__(self, key):
        changing[97] = "2"
        return changing[97]


print("aaaa".translate(changing), "aaaa".translate(Sneaky()))
try:
    "abc".translate(5)
except TypeError as e:
    print(e)
