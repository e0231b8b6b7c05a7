"""Binary trees: allocates and walks many short-lived trees and one long-lived one."""


class Node:
    __slots__ = ("left", "right")

    def __init__(self, left, right):
        self.left = left
        self.right = right


def make(depth):
    if depth == 0:
        return Node(None, None)
    return Node(make(depth - 1), make(depth - 1))


def check(node):
    if node.left is None:
        return 1
    return 1 + check(node.left) + check(node.right)


def tuples(depth):
    return (tuples(depth - 1), tuples(depth - 1)) if depth else (None, None)


def count(tree):
    left, right = tree
    return 1 if left is None else 1 + count(left) + count(right)


def main(deepest=14):
    print("stretch", check(make(deepest + 1)))
    long_lived = make(deepest)
    for depth in range(4, deepest + 1, 4):
        iterations = 1 << (deepest - depth + 4)
        total = 0
        for _ in range(iterations):
            total += check(make(depth))
        print(iterations, "trees of depth", depth, "check", total)
    print("long lived", check(long_lived))
    print("tuples", sum(count(tuples(10)) for _ in range(120)))


main()
