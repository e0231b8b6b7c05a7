for s in ("", "abc", "ABC", "Abc", "123", "a1", " ", "\t\n", "\u00b2", "\u0661", "\u2167", "Title Case", "a_b", "1a", "\u00e9", "\u4e2d", "_x", "class", "a b", "\x00", "\u00df"):
    print(ascii(s), s.isalpha(), s.isdigit(), s.isdecimal(), s.isnumeric(), s.isalnum(), s.islower(), s.isupper(), s.istitle(), s.isspace(), s.isidentifier(), s.isprintable(), s.isascii())
