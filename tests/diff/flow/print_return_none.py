def f(): pass
print(f(), print("inner"), [].append(1), (lambda: None)())
