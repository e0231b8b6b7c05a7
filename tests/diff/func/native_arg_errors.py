for t in ("len()", "len(1,2)", "len(x=1)", "[].append()", "[].append(1,2)", "[].pop(1,2)", "{}.get()", "''.join()", "''.join(1)", "''.join([1])", "''.replace('a')", "abs()", "ord('ab')", "ord(1)", "chr(-1)", "isinstance(1)", "isinstance(1, 2)", "range()", "range(1,2,3,4)", "range('a')", "int(1,2,3)", "int([])", "int('5', 1)", "sum()", "sum(1)", "sorted()", "sorted(1)", "getattr(1)", "print(foo=1)", "enumerate()", "zip(1)", "map()", "iter()", "iter(1)", "next(1)", "hash([])", "max()", "max([])", "min(1)", "dict(1)", "dict([1])", "dict([(1,2,3)])", "list(1)", "tuple(1,2)", "set(1)", "str(1,2)", "bytes('a')", "type()", "type(1,2)", "object(1)", "super()", "[].index(1)", "[].remove(1)", "().index(1)", "''.index('a')", "{}.popitem()", "{}.pop(1)", "set().pop()", "set().remove(1)", "bool(1,2)", "float('x')", "float([])", "round()", "pow(1)", "divmod(1)", "callable()", "id()", "format()", "open()", "slice()"):
    try:
        eval(t)
        print(t, "ok")
    except Exception as e:
        print(t, type(e).__name__, e)
