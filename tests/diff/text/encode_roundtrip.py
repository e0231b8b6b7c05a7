for s in ("ascii", "h\u00e9llo", "\u20ac100", "\U0001f40d snake", "mixed \x00 \t \u00ff \u0100 \U0010ffff", ""):
    b = s.encode(); assert b.decode() == s; print(len(s), len(b), b[:12], s.encode("utf-16-le")[:6], ascii(s), s.isascii(), [c for c in s][-1:], hash(s) == hash(b.decode()))
