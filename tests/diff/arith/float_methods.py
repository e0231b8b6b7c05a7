print((0.5).as_integer_ratio(), (2.0).is_integer(), (2.5).is_integer(), (3.7).hex(), float.fromhex("0x1.8p3"), (1.0).hex(), (-0.1).hex(), (1.5).real, (1.5).conjugate())
print(hash(0.5), hash(1e300), hash(float("inf")), hash(-float("inf")), hash(2.0**70), hash(0.1))
import math
print(math.floor(-1.5), math.ceil(-1.5), math.trunc(-1.5), (7.9).__trunc__(), (7.5).__floor__(), (7.2).__ceil__(), 7.5.__int__(), (1.5).__bool__())
