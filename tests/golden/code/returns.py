# dis: --stage=code --function pick
def pick(a, b, g):
    if a.left:
        return g.x if b else g.y
    try:
        return g(a) if b is None else 7
    finally:
        g.done = True
