# dis: --stage=ir --function f ; --stage=code --function f
# missing_b is loaded behind missing_a and behind the call: the order of errors stays.
def f(n, call):
    for i in range(n):
        call(i)
        missing_a(missing_b, i)
