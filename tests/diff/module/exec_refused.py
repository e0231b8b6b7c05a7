# What os.execv and os.execve refuse, before anything is replaced.
import os

for args in (("absent", ()), ("absent", []), ("absent", [""]), ("absent", 5), ("x\0y", ["a"]), ("absent", ["a\0b"])):
    try:
        os.execv(*args)
    except Exception as e:
        print(type(e).__name__, args, "null" if "null" in str(e) else e)
for args in (("absent", ["a"], {"a=b": "c"}), ("absent", ["a"], {"": "c"}), ("absent", ["a"], {"a\0": "c"}), ("absent", ["a"], {"a": "c\0"}),
             ("absent", ["a"], 5), ("absent", [], {}), ("absent", [""], {}), ("/absent/file", ["a"], {"a": "b"})):
    try:
        os.execve(*args)
    except Exception as e:
        print(type(e).__name__, args, "null" if "null" in str(e) else e)
