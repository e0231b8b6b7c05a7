# dis: --stage=ir --function f ; --stage=code --function f
# LOAD_MIRROR raises nothing: the load may leave the try block; its point stays inside.
def f(items):
    bad = 0
    for item in items:
        try:
            sure(item)
            bad += int(item)
        except ValueError:
            bad -= len(item)
    return bad
