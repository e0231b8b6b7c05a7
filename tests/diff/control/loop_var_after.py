for i in range(3):
    pass
print(i)
for i in []:
    pass
print(i)
def f(seq):
    for x in seq:
        pass
    return x
print(f("abc"))
try:
    f("")
except UnboundLocalError as e:
    print(e)
