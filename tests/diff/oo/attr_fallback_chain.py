class A: x = "A.x"; y = "A.y"
class B(A): y = "B.y"
b = B(); b.z = "b.z"
print(b.x, b.y, b.z); b.x = "b.x"; print(b.x, A.x); del b.x; print(b.x); B.x = "B.x"; print(b.x); del B.x; print(b.x); A.x = "new"; print(b.x, B.x)
