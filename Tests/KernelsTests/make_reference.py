"""Writes the table of exact values that the float64 functions are tested against.

    python3 make_reference.py [points per function] > Reference/float64.txt

Without a number: 1200 points for each elementary function, 600 for each other; beside them the ends of every range.
Needs mpmath (with gmpy2 it takes seconds). One line per point: name, argument, correctly rounded value (both as
the 16 hexadecimal digits of the double), and what the rounding left over, in 1/4096 of the value's last place.
"""
import random
import struct
import sys

from mpmath import mp, mpf, atan2, cos, erf, exp, log, log1p, pi, sin, sinh, cosh, tan, tanh

mp.prec = 1400  # enough for sin of the largest double


def pattern(x):
    return struct.unpack(">Q", struct.pack(">d", x))[0]


def double(p):
    return struct.unpack(">d", struct.pack(">Q", p))[0]


def unit(x):
    """The last place of a double of the size of x."""
    m, e = mp.frexp(x)
    return mp.ldexp(mpf(1), max(int(e) - 53, -1074))


def rounded(x):
    """The double nearest to x, ties to even, and the rest in units of the last place."""
    if x == 0:
        return 0.0, 0
    u = unit(x)
    n = mp.nint(x / u)
    value = n * u
    if abs(value) >= mp.ldexp(mpf(1), 1024):
        return (float("inf") if value > 0 else float("-inf")), 0
    return float(value), int(mp.nint((x - value) / u * 4096))


def sigmoid(x):
    return 1 / (1 + exp(-x))


def softplus(x):
    return log1p(exp(x))


ELEMENTARY = ["exp", "log", "log1p", "tanh", "sigmoid", "softplus", "sin", "cos", "erf"]

# Subnormal and smallest normal numbers, the largest; where e^x overflows, becomes subnormal and vanishes; the double
# that is nearest to a multiple of pi/2 for its size (W. Kahan; J.-M. Muller, "Elementary Functions"), and others near
# one; the largest powers of two and of ten.
SPECIAL = [
    5e-324, 1.5e-323, 2.2250738585072009e-308, 2.2250738585072014e-308, 1.7976931348623157e308,
    709.782712893384, 709.7827128933841, 708.3964185322641, 708.3964185322642, 744.4400719213812, 745.1332191019411,
    745.1332191019412, 36.7, 37.5, 18.8, 19.1, 5.92, 0.4142135623730950,
    6381956970095103.0 * 2.0**797, 5.9204e15, 3.141592653589793, 1.5707963267948966, 355.0, 710.0, 103993.0,
    1e22, 1e300, 2.0**1023, 2.0**52, 2.0**53, 1e5, 99999.99999999999, 100000.00000000001,
]

FUNCTIONS = {
    "exp": (exp, -746, 710),
    "log": (log, 0, None),
    "log1p": (log1p, -1, None),
    "tanh": (tanh, -20, 20),
    "sigmoid": (sigmoid, -746, 38),
    "softplus": (softplus, -746, 40),
    "sin": (sin, None, None),
    "cos": (cos, None, None),
    "erf": (erf, -6, 6),
    "log2": (lambda x: log(x, 2), 0, None),
    "log10": (lambda x: log(x, 10), 0, None),
    "tan": (tan, None, None),
    "sinh": (sinh, -711, 711),
    "cosh": (cosh, -711, 711),
}


# Powers of two between which both arguments of atan2 lie: near one another, anywhere, near a constant's argument.
SPREADS = [(-6, 7), (-300, 300), (-3, 4)]


def arguments(name, low, high, count, r):
    """Arguments of every size, dense where the functions change their ways, and next to multiples of pi/2."""
    while True:
        kind = r.randrange(5)
        if kind == 0:
            x = double(r.getrandbits(63)) * r.choice([-1, 1])
        elif kind == 1:
            x = r.uniform(-1, 1) * 2.0 ** r.randrange(-30, 12)
        elif kind == 2:
            x = r.uniform(-8, 8)
        elif kind == 3:
            base = r.choice(
                [0.5625, 1.0, 0.5, 0.1732868, 0.34657359, 0.5198604, 1.03972, 0.7071067811865476, 0.78539816, 1.4142135623730951, 1e5]
            )
            x = r.choice([-1, 1]) * base * (1 + r.uniform(-1e-3, 1e-3))
        else:
            x = float((r.randrange(1, 70000) if r.random() < 0.7 else r.getrandbits(40)) * pi / 2)
        if x != x or abs(x) == float("inf"):
            continue
        if (low is not None and x <= low) or (high is not None and x >= high):
            continue
        yield x


def special(low, high):
    """The special arguments that are inside the range, of both signs."""
    for x in SPECIAL:
        for y in (x, -x):
            if (low is None or y > low) and (high is None or y < high):
                yield y


def main():
    given = int(sys.argv[1]) if len(sys.argv) > 1 else None
    for name, (function, low, high) in FUNCTIONS.items():
        count = given or (1200 if name in ELEMENTARY else 600)
        r = random.Random(name)
        points = arguments(name, low, high, count, r)
        chosen = (list(special(low, high)) if name in ELEMENTARY else []) + [next(points) for _ in range(count)]
        for x in chosen:
            mp.prec = 1400 if name in ("sin", "cos", "tan") and abs(x) > 2.0**60 else 250
            value, rest = rounded(function(mpf(x)))
            if abs(x) < 1e-300 and name in ("sin", "tan", "tanh", "log1p", "sinh"):
                value, rest = x, 0  # exact but for less than any rest; keeps mpmath away from underflow
            print(name, "%016x" % pattern(x), "%016x" % pattern(value), rest)
    r = random.Random("power")
    mp.prec = 400
    for i in range(given or 600):
        if i % 3 == 0:
            x, y = float(r.randrange(2, 2000)), float(r.randrange(-40, 41))
        elif i % 3 == 1:
            x, y = r.uniform(0, 10), r.uniform(-20, 20)
        else:
            x, y = 2.0 ** r.uniform(-1000, 1000), r.choice([0.5, -0.5, 1.5, 1 / 3, -0.25, 0.1, -1.04, 2.0, 3.0])
        value, rest = rounded(mp.power(mpf(x), mpf(y)))
        print("power", "%016x" % pattern(x), "%016x" % pattern(y), "%016x" % pattern(value), rest)
    r = random.Random("atan2")
    for i in range(given or 600):
        y, x = (r.choice([-1, 1]) * r.uniform(0.5, 1) * 2.0 ** r.randrange(*SPREADS[i % 3]) for _ in range(2))
        if i % 3 == 2:
            y = x * r.choice([-1, 1]) * r.randrange(1, 17) / 16 * (1 + r.uniform(-1e-14, 1e-14))
        value, rest = rounded(atan2(mpf(y), mpf(x)))
        print("atan2", "%016x" % pattern(y), "%016x" % pattern(x), "%016x" % pattern(value), rest)


main()
