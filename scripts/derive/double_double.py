"""Prints the double-double constants of DoubleDoubleFunctions.swift."""
from mpmath import mp, mpf, atan, log, pi, factorial
mp.prec = 400

def pair(x):
    high = mpf(float(x))
    return float(high).hex(), float(x - high).hex()

def swift(x):
    return "DoubleDouble(%s, %s)" % tuple(h.replace("p+", "p") for h in pair(x))

print("ln2", swift(log(2)))
print("1/ln2", swift(1 / log(2)))
print("1/ln10", swift(1 / log(10)))
print("inverse factorials 0...27")
for n in range(28): print("    %s,  // 1/%d!" % (swift(1 / factorial(n)), n))
print("inverse odd numbers 1/(2n+1), 0...21")
for n in range(23): print("    %s,  // 1/%d" % (swift(mpf(1) / (2 * n + 1)), 2 * n + 1))
print("arctangents of k/8, 0...8")
for n in range(9): print("    %s,  // atan(%d/8)" % (swift(atan(mpf(n) / 8)), n))
print("pi", swift(pi))
print("pi/2", swift(pi / 2))
