# dis: --stage=ir --function <module> ; --stage=code --function <module>
# The old a is stored to b after the new a is known: a's register must not be overwritten before.
a = 0
b = 1
for i in range(10):
    a, b = b, a + b
    print(a, b, a - b)
