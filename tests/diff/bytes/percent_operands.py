# Which operands of % are taken for one argument, for a mapping or for nothing.
class Plain: pass
for x in ("", b"", bytearray(), "%s", b"%b"):
    for v in (1, 2.5, 1j, "", b"", bytearray(), None, [], (), {}, Plain(), {1:2}, range(3), memoryview(b'a'), set()):
        try: print(repr(x), type(v), (x % v)[:5])
        except Exception as e: print(repr(x), type(v), e)
