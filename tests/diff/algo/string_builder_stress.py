parts, s = [], ""
for i in range(2000): s += "%d," % i; parts.append(str(i))
t = ",".join(parts) + ","
print(s == t, len(s), s.count(","), s[5000:5020], hash(s) == hash(t), s.split(",")[1234], s.find("1999"), {s: 1}[t])
b = bytearray()
for i in range(1000): b += bytes([i % 256]); b.extend(b"xy")
print(len(b), b[:9], b.count(b"xy"), bytes(b).find(b"\x05x"), sum(b))
