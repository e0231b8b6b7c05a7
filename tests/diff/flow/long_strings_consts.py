s = "x" * 1000 + "\n" + 'y"' * 3
t = ("implicit " "concat " f"{len(s)}" " done")
u = """triple
  'quoted' "text" \\ end"""
print(len(s), t, u, r"raw\n", b"bytes\x00", "\u00e9\U0001f600", 1_000_000, 0xff_ff, 0b1010, 0o17, 1e-3, 1.5e+10, 3j, ...)
