# dis: --stage=ir --function C ; --stage=code --function C
# A class body has a namespace of its own: nothing is mirrored.
class C:
    n = 0
    for q in range(4):
        n += q
