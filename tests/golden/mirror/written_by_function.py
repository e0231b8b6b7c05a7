# dis: --stage=ir --function f ; --stage=code --function f
# Functions of the module store to `count`: no mirror, every read is a load.
count = 0
def bump():
    global count
    count += 1
def f(n):
    seen = []
    for i in range(n):
        seen.append(count)
        bump()
        seen.append(count)
    return seen
