# dis: --stage=ir --function gen ; --stage=code --function gen
# The name may be rebound while the generator sleeps: each round has its load point behind the yield.
def scale(x):
    return x
def gen(n):
    for i in range(n):
        try:
            yield scale(i)
        finally:
            scale(-i)
