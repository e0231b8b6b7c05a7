x = 1; y = 2; print(x, y); z = x + y; print(z)
if x: print("a"); print("b")
for i in range(2): print(i); x += i
class A: a = 1; b = 2
def f(): x = 1; return x
print(x, A.b, f())
