# dis: --stage=ir --function <module> ; --stage=code --function <module>
# Names of module-level loops live in registers; every store goes to the namespace too.
total = 0
product = 1
for i in range(1, 10):
    total += i
    product = product * i % 1009
print(total, product, i)
