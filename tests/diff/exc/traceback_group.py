def f():
    raise TypeError("inner")
errs = []
for g in (f, lambda: int("q")):
    try: g()
    except Exception as e: errs.append(e)
e = ExceptionGroup("many", errs)
e.add_note("a note")
raise e
