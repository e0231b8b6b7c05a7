log = []
def t(x): log.append(x); return x
def f():
    try: return t("value")
    finally: t("finally")
def g():
    for i in range(2):
        try:
            try: t(("body", i)); raise ValueError
            finally: t(("f1", i))
        except ValueError: t(("h", i))
        finally: t(("f2", i))
f(); g(); print(log)
