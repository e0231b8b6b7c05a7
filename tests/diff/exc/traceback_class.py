class A:
    def __init__(self):
        self.go()
    def go(self):
        for x in [1, 0]:
            self.div(x)
    def div(self, x):
        return 1 / x
class B:
    y = [v for v in (1, 2)]
    z = A()
