"""Minimax rational approximation of tanh(x) = x + x z P(z)/Q(z), z = x^2, |x| <= 0.5625 (rational Remez exchange, 60 digits)."""
from mpmath import mp, mpf, tanh, sqrt, matrix, lu_solve, cos, pi
import sys
mp.dps = 60
top = mpf(9) / 16
def g(z):
    if z < mpf(10) ** -30: return -mpf(1) / 3 + 2 * z / 15
    s = sqrt(z); return (tanh(s) / s - 1) / z
def weight(z):
    s = sqrt(z); return z / (tanh(s) / s) if z > 0 else mpf(0)
def remez(np_, nq, a, b):
    n = np_ + nq + 2
    xs = [a + (b - a) * (1 - cos(pi * (2 * i + 1) / (2 * n))) / 2 for i in range(n)]
    E = mpf(0)
    for it in range(30):
        for inner in range(25):
            A = matrix(n, n); rhs = matrix(n, 1)
            for i, x in enumerate(xs):
                s = (-1) ** i / weight(x)
                t = g(x) + s * E
                for k in range(np_ + 1): A[i, k] = x ** k
                for k in range(1, nq + 1): A[i, np_ + k] = -t * x ** k
                A[i, n - 1] = -s
                rhs[i] = g(x)
            c = lu_solve(A, rhs)
            if abs(c[n - 1] - E) < abs(E) * mpf(10) ** -25: break
            E = c[n - 1]
        p = [c[k] for k in range(np_ + 1)]; q = [mpf(1)] + [c[np_ + k] for k in range(1, nq + 1)]
        def err(z):
            P = sum(p[k] * z ** k for k in range(len(p))); Q = sum(q[k] * z ** k for k in range(len(q)))
            return (P / Q - g(z)) * weight(z)
        grid = [a + (b - a) * i / 4000 for i in range(4001)]
        e = [err(z) for z in grid]
        ext = []
        for i in range(1, 4001):
            if (i == 4000 or abs(e[i]) >= abs(e[i + 1])) and abs(e[i]) >= abs(e[i - 1]):
                if ext and (e[i] > 0) == (e[ext[-1]] > 0):
                    if abs(e[i]) > abs(e[ext[-1]]): ext[-1] = i
                else: ext.append(i)
        if len(ext) < n: break
        ext = ext[-n:]
        new = [grid[i] for i in ext]
        lo, hi = min(abs(e[i]) for i in ext), max(abs(e[i]) for i in ext)
        xs = new
        if hi / lo < mpf('1.001'): break
    return p, q, hi
for shape in [(1, 2), (2, 2), (1, 3), (2, 3)]:
    p, q, e = remez(shape[0], shape[1], mpf(10) ** -8, top ** 2)
    print(shape, "error 2^", mp.nstr(mp.log(e, 2), 6))
    print(" P", [float(v).hex() for v in p]); print(" Q", [float(v).hex() for v in q])
