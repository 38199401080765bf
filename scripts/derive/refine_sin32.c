/* Moves the three float32 coefficients of sin (Trigonometric.swift) by a few units of their last places, at random, for the
   smallest largest error on |r| <= pi/4: the error of the polynomial as computed plus half a unit for the rounding of r.
     cc -O3 -march=native -ffp-contract=off -fno-math-errno refine_sin32.c -lm && ./a.out */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static float moved(float x, int steps) {
  int32_t bits;
  memcpy(&bits, &x, 4);
  bits += steps;
  memcpy(&x, &bits, 4);
  return x;
}

static double unit(double value) {
  int exponent;
  frexp(value, &exponent);
  return ldexp(1, exponent - 24);
}

static float r[3000000];
static double exact[3000000], weight[3000000], slack[3000000];
static int count;

static double worst(const float *c, double limit) {
  double result = 0;
  for (int i = 0; i < count && result < limit; i++) {
    float z = r[i] * r[i];
    float p = fmaf(fmaf(c[2], z, c[1]), z, c[0]);
    double error = fabs(fmaf(r[i] * z, p, r[i]) - exact[i]) * weight[i] + slack[i];
    if (error > result) result = error;
  }
  return result;
}

int main(void) {
  float low = 0.06f, high = 0.785399f;
  uint32_t first, last;
  memcpy(&first, &low, 4);
  memcpy(&last, &high, 4);
  for (uint32_t u = first; u <= last; u += 11, count++) {
    memcpy(&r[count], &u, 4);
    exact[count] = sin((double)r[count]);
    weight[count] = 1 / unit(exact[count]);
    slack[count] = cos((double)r[count]) * 0.5 * unit(r[count]) * weight[count];
  }
  float c[3] = {-0x1.555544p-3f, 0x1.110748p-7f, -0x1.9932b8p-13f};
  int reach[3] = {2, 400, 40000};
  double best = worst(c, 9);
  srand(1);
  for (int round = 0; round < 40000; round++) {
    float d[3];
    for (int k = 0; k < 3; k++) {
      int q = reach[k] >> (rand() % 10);
      if (q < 1) q = 1;
      d[k] = moved(c[k], (rand() % (2 * q + 1) - q) * (rand() % 3 > 0));
    }
    double error = worst(d, best);
    if (error < best) {
      best = error;
      memcpy(c, d, sizeof c);
      printf("%f ulp: %a %a %a\n", best, c[0], c[1], c[2]);
    }
  }
}
