// exp, exp2, log and tanh from basic arithmetic and fused multiply-adds. The polynomials are minimax
// fits (Remez) to the reduced range, made for this file. The stated errors are upper bounds over every
// float of the domain, found once by a complete sweep; KernelElementaryTests checks each 4099th float.
#pragma once

#include "lanes.h"

/// e^x for x ≤ 88; arguments below −87 are treated as −87.
///
/// e^x = 2^n e^r with n = round(x / ln 2) and |r| ≤ ln 2 / 2; e^r = 1 + r + r² q(r).
/// Error: at most 1.02 ulp.
INLINE lanes exp_lanes(lanes x) {
  x = larger(x, splat(-87.0f));
  lanes shifted = fma_lanes(x, splat(1.44269504f), splat(12582912.0f));  // 1.5 · 2²³ + n
  lanes n = shifted - splat(12582912.0f);
  lanes r = fma_lanes(n, splat(-0.693145752f), x);  // ln 2 in two parts, the first with 15 bits
  r = fma_lanes(n, splat(-1.42860677e-6f), r);
  lanes q = fma_lanes(splat(0.0013814536f), r, splat(0.0083687454f));
  q = fma_lanes(q, r, splat(0.041668393f));
  q = fma_lanes(q, r, splat(0.16666521f));
  q = fma_lanes(q, r, splat(0.49999994f));
  lanes e = fma_lanes(q * r, r, r) + splat(1.0f);
  return (lanes)(((mask)shifted << 23) + (mask)e);  // the low bits of `shifted` hold n
}

/// 2^x for x ≤ 127; arguments below −126 are treated as −126.
///
/// 2^x = 2^n 2^r with n = round(x) and |r| ≤ 1/2; 2^r = 1 + r q(r).
/// Error: at most 0.96 ulp.
INLINE lanes exp2_lanes(lanes x) {
  x = larger(x, splat(-126.0f));
  lanes shifted = x + splat(12582912.0f);  // 1.5 · 2²³ + n
  lanes r = x - (shifted - splat(12582912.0f));
  lanes q = fma_lanes(splat(0.00015353259f), r, splat(0.0013399003f));
  q = fma_lanes(q, r, splat(0.009618439f));
  q = fma_lanes(q, r, splat(0.05550332f));
  q = fma_lanes(q, r, splat(0.24022648f));
  q = fma_lanes(q, r, splat(0.6931472f));
  lanes e = fma_lanes(q, r, splat(1.0f));
  return (lanes)(((mask)shifted << 23) + (mask)e);  // the low bits of `shifted` hold n
}

/// ln x for normal positive x.
///
/// x = 2^n (1 + t) with √½ ≤ 1 + t < √2; ln(1 + t) = t − t²/2 + t³ q(t).
/// Error: at most 0.87 ulp.
INLINE lanes log_lanes(lanes x) {
  mask from_half = (mask)x - splat_int(0x3f3504f3);  // √½
  mask n_bits = from_half >> 23;
  lanes t = (lanes)((from_half & splat_int(0x007fffff)) + splat_int(0x3f3504f3)) - splat(1.0f);
  lanes n = __builtin_convertvector(n_bits, lanes);
  lanes q = fma_lanes(splat(-0.078611694f), t, splat(0.12883574f));
  q = fma_lanes(q, t, splat(-0.13129057f));
  q = fma_lanes(q, t, splat(0.14180945f));
  q = fma_lanes(q, t, splat(-0.16624501f));
  q = fma_lanes(q, t, splat(0.20002295f));
  q = fma_lanes(q, t, splat(-0.25000811f));
  q = fma_lanes(q, t, splat(0.33333316f));
  lanes square = t * t;
  lanes tail = fma_lanes(q * t, square, n * splat(1.42860677e-6f));
  tail = fma_lanes(splat(-0.5f), square, tail);
  return fma_lanes(n, splat(0.693145752f), t + tail);
}

/// tanh x, for any x; NaN for NaN.
///
/// x + x³ q(x²) below 0.625, else 1 − 2 / (e^{2|x|} + 1) with the sign of x.
/// Error: at most 1.34 ulp.
INLINE lanes tanh_lanes(lanes x) {
  lanes size = magnitude(x);
  lanes u = x * x;
  lanes q = fma_lanes(splat(-0.0057170419f), u, splat(0.020650585f));
  q = fma_lanes(q, u, splat(-0.053743497f));
  q = fma_lanes(q, u, splat(0.13331491f));
  q = fma_lanes(q, u, splat(-0.33333284f));
  lanes near = fma_lanes(q * u, x, x);
  lanes e = exp_lanes(smaller(size + size, splat(40.0f)));
  lanes far = splat(1.0f) - splat(2.0f) / (e + splat(1.0f));
  far = (lanes)((mask)far | ((mask)x & splat_int((int32_t)0x80000000u)));
  return choose(size >= splat(0.625f), far, near);
}
