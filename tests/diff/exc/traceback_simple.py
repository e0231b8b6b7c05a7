def a(x):
    return b(x) + 1
def b(x):
    return x["missing"]
def c():
    return a({"k": 1})
c()
