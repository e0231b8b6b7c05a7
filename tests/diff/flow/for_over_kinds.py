def total(it):
    r = []
    for x in it: r.append(x)
    return r
print(total([1, 2]), total((3, 4)), total("ab"), total({5: 6}), total({7}), total(range(3)), total(b"ab"), total(i for i in range(2)), total(iter([8])), total(reversed([1, 2])), total({1: 2}.items()), total(enumerate("z")), total(zip([1], [2])), total(map(str, [1])))
