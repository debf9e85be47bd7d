/// Calls every kernel at the sizes where its loops begin and end, and prints a hash of what each
/// puts out. Exits with 1 when two instruction sets of the machine disagree.
///
/// It stands apart from the Swift tests so that a sanitizer or an emulator can have the kernels
/// alone. Each buffer is an allocation of exactly the size promised, so that a sanitizer sees the
/// first number past it. Nothing of libm is used: the hashes depend on the kernels only.
#include "CApportionKernels.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// The inputs, too, must be the same on every machine.
#pragma STDC FP_CONTRACT OFF

#define COUNT_OF(list) (ptrdiff_t)(sizeof(list) / sizeof((list)[0]))
/// Runs a statement for each of some sizes.
#define EACH(x, ...)                                                                 \
  for (ptrdiff_t *x##_at = (ptrdiff_t[]){__VA_ARGS__, -1}, x = 0; (x = *x##_at) >= 0; \
       x##_at++)

static uint64_t state;

/// SplitMix64.
static uint64_t draw(void) {
  uint64_t z = state += 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

/// In [−2, 2).
static float ordinary(void) { return (float)(int32_t)(draw() >> 32) * 0x1p-30f; }
/// In [0, 1).
static float fraction(void) { return (float)(draw() >> 40) * 0x1p-24f; }
/// Where exp is used, and below.
static float exponent(void) { return fraction() * 188 - 100; }
/// Mostly zero, of either sign.
static float sparse(void) { return draw() % 4 ? ordinary() * 0 : ordinary(); }
/// Few values, so that many are equal.
static float coarse(void) { return (float)(draw() % 3) - 1; }

/// Any finite number, signed zeros and denormals often.
static float wild(void) {
  uint32_t bits = (uint32_t)(draw() >> 32);
  if ((bits & 0x7f800000u) == 0x7f800000u) bits ^= 0x40000000u;
  if (bits % 4 == 0) bits &= 0x80000007u;
  float x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

/// Normal and above zero.
static float positive(void) {
  float x = wild();
  if (x < 0) x = -x;
  return x < 0x1p-126f ? 1 : x;
}

static void *held[16];
static int held_count;

static void *exactly(ptrdiff_t count, size_t size) {
  void *memory = malloc((size_t)count * size);
  if (!memory && count > 0) abort();
  return held[held_count++] = memory;
}

static float *floats(ptrdiff_t count, float (*next)(void)) {
  float *x = exactly(count, sizeof(float));
  for (ptrdiff_t i = 0; i < count; i++) x[i] = next();
  return x;
}

static int32_t *labels(ptrdiff_t count, ptrdiff_t classes) {
  int32_t *y = exactly(count, sizeof(int32_t));
  for (ptrdiff_t i = 0; i < count; i++) y[i] = (int32_t)(draw() % (uint64_t)classes);
  return y;
}

static void release(void) {
  while (held_count > 0) free(held[--held_count]);
}

static uint64_t hash;

static void take_bits(uint64_t bits) { hash = (hash ^ bits) * 0x100000001b3u; }

/// IEEE 754 leaves the bits of a NaN open, so all of them count as one.
static void take(const float *x, ptrdiff_t count) {
  for (ptrdiff_t i = 0; i < count; i++) {
    uint32_t bits = 0x7fc00000u;
    if (x[i] == x[i]) memcpy(&bits, &x[i], sizeof bits);
    take_bits(bits);
  }
}

static void take_double(double x) {
  uint64_t bits = 0x7ff8000000000000u;
  if (x == x) memcpy(&bits, &x, sizeof bits);
  take_bits(bits);
}

typedef const apportion_kernels *table;

static void matrix_product(table k) {
  EACH(rows, 1, 2, 6, 7, 8, 9) EACH(columns, 1, 15, 16, 17, 31, 32, 33)
  EACH(inner, 0, 1, 3) EACH(transposed, 0, 1)
  EACH(start, apportion_start_zero, apportion_start_accumulate,
       apportion_start_bias) {
    float *a = floats(rows * inner, ordinary), *b = floats(inner * columns, ordinary);
    float *c = floats(rows * columns, ordinary), *bias = floats(rows, ordinary);
    k->matrix_product(c, columns, a, transposed ? 1 : inner, transposed ? rows : 1, b, columns,
                      rows, columns, inner, (apportion_start)start,
                      start == apportion_start_bias ? bias : NULL);
    take(c, rows * columns);
    release();
  }
  EACH(inner, 255, 256, 257, 513) {
    float *a = floats(9 * inner, wild), *b = floats(inner * 33, ordinary);
    float *c = floats(9 * 33, wild);
    k->matrix_product(c, 33, a, inner, 1, b, 33, 9, 33, inner, apportion_start_accumulate, NULL);
    take(c, 9 * 33);
    release();
  }
}

static void chosen_product(table k) {
  EACH(rows, 1, 2, 6, 7, 8, 9) EACH(columns, 1, 17, 32, 64, 128)
  EACH(inner, 0, 1, 5, 257) {
    ptrdiff_t width = 2 * inner + 1;
    float *a = floats(rows * width, ordinary), *b = floats(inner * columns, ordinary);
    float *c = floats(rows * columns, ordinary), *bias = floats(rows, ordinary);
    int32_t *chosen = exactly(inner, sizeof(int32_t));
    for (ptrdiff_t i = 0; i < inner; i++) chosen[i] = (int32_t)(2 * i + (i + 1 == inner) * 2);
    k->chosen_product(c, columns, a, width, chosen, b, columns, rows, columns, inner, bias);
    take(c, rows * columns);
    release();
  }
}

static void transpose(table k) {
  EACH(rows, 1, 15, 16, 17, 33) EACH(columns, 1, 15, 16, 17, 33) {
    float *in = floats(rows * columns, wild), *out = floats(rows * columns, wild);
    k->transpose(out, rows, in, columns, rows, columns);
    take(out, rows * columns);
    release();
  }
}

static void add_row_sums(table k) {
  EACH(rows, 0, 1, 15, 16, 17, 33) EACH(columns, 0, 1, 17) {
    float *in = floats(rows * columns, ordinary), *out = floats(rows, ordinary);
    k->add_row_sums(out, in, columns, rows, columns);
    take(out, rows);
    release();
  }
}

/// Every count from nothing to two registers and one.
#define COUNTS for (ptrdiff_t count = 0; count <= 33; count++)

#define IN_PLACE(name, next)                                       \
  static void name(table k) {                                      \
    COUNTS {                                                       \
      float *x = floats(count, next);                              \
      k->name(x, count);                                           \
      take(x, count);                                              \
      release();                                                   \
    }                                                              \
  }
IN_PLACE(relu, wild)
IN_PLACE(hyperbolic_tangent, wild)
IN_PLACE(exponential, exponent)
IN_PLACE(binary_exponential, exponent)
IN_PLACE(natural_logarithm, positive)

#define BACKWARD(name, next)                                       \
  static void name(table k) {                                      \
    COUNTS {                                                       \
      float *gradient = floats(count, wild), *activation = floats(count, next); \
      k->name(gradient, activation, count);                        \
      take(gradient, count);                                       \
      release();                                                   \
    }                                                              \
  }
BACKWARD(relu_backward, wild)
BACKWARD(hyperbolic_tangent_backward, fraction)

static void softmax_cross_entropy(table k) {
  EACH(classes, 1, 2, 3, 10, 17) for (ptrdiff_t samples = 0; samples <= 33; samples++) {
    float *logits = floats(classes * samples, samples % 2 ? ordinary : coarse);
    int32_t *y = labels(samples, classes);
    ptrdiff_t correct;
    double loss;
    k->softmax_cross_entropy(logits, samples, y, samples, classes, &correct, &loss);
    take_bits((uint64_t)correct);
    take_double(loss);
    release();
  }
}

static void softmax_cross_entropy_gradient(table k) {
  EACH(classes, 1, 2, 3, 10, 17) for (ptrdiff_t samples = 0; samples <= 33; samples++) {
    float *logits = floats(classes * samples, ordinary);
    int32_t *y = labels(samples, classes);
    take_double(k->softmax_cross_entropy_gradient(logits, samples, y, samples, classes, 0.125f));
    take(logits, classes * samples);
    release();
  }
}

static void scale(table k) {
  COUNTS {
    float *x = floats(count, wild);
    k->scale(x, ordinary(), count);
    take(x, count);
    release();
  }
}

static void axpy(table k) {
  COUNTS {
    float *y = floats(count, wild), *x = floats(count, wild);
    k->axpy(y, ordinary(), x, count);
    take(y, count);
    release();
  }
}

static void weighted_sum(table k) {
  COUNTS for (ptrdiff_t terms = 0; terms <= 4; terms++) {
    float *out = floats(count, wild);
    const float **vectors = exactly(terms, sizeof(float *));
    double *weights = exactly(terms, sizeof(double));
    for (ptrdiff_t term = 0; term < terms; term++) {
      vectors[term] = floats(count, ordinary);
      weights[term] = (double)ordinary();
    }
    k->weighted_sum(out, vectors, weights, terms, count);
    take(out, count);
    release();
  }
}

static void sparse_forward(table k) {
  EACH(inputs, 0, 1, 15, 16, 17, 63, 64, 65, 130) EACH(samples, 1, 3)
  EACH(units, 1, 16, 127, 128, 145) {
    float *out = floats(samples * units, ordinary), *weights = floats(inputs * units, ordinary);
    float *x = floats(samples * inputs, sparse);
    k->sparse_forward(out, weights, x, inputs, samples, units);
    take(out, samples * units);
    release();
  }
}

static void sparse_backward(table k) {
  EACH(inputs, 1, 3) EACH(samples, 0, 1, 15, 16, 17, 63, 64, 65, 130)
  EACH(units, 1, 16, 127, 128, 145) {
    float *weights = floats(inputs * units, ordinary), *x = floats(inputs * samples, sparse);
    float *gradient = floats(samples * units, ordinary);
    k->sparse_backward(weights, gradient, x, inputs, samples, units);
    take(weights, inputs * units);
    release();
  }
}

static void add(table k) {
  COUNTS {
    float *out = floats(count, wild), *a = floats(count, wild), *b = floats(count, wild);
    k->add(out, a, b, count);
    take(out, count);
    release();
  }
}

static void mixed_margins(table k) {
  EACH(units, 0, 1, 2, 5, 31) for (ptrdiff_t count = 1; count <= 20; count++)
  EACH(activation, apportion_activation_relu, apportion_activation_tanh) {
    float *low = floats(units * APPORTION_BLOCK, ordinary);
    float *high = floats(units * APPORTION_BLOCK, ordinary);
    float *weights = floats(count * units, ordinary), *biases = floats(count, ordinary);
    float *margins = floats(count * APPORTION_BLOCK, wild);
    float factor = activation == apportion_activation_relu ? 1 : 1.75f;
    k->mixed_margins(margins, low, high, weights, biases, units, count,
                     (apportion_activation)activation, factor);
    take(margins, count * APPORTION_BLOCK);
    release();
  }
}

static void evaluate_margins(table k) {
  for (ptrdiff_t count = 1; count <= 20; count++) EACH(samples, 0, 1, 15, 16, 17, 33)
  EACH(with_loss, 0, 1) EACH(tied, 0, 1) {
    ptrdiff_t ld = (samples + 15) / 16 * 16;
    float *margins = floats(count * ld, tied ? coarse : ordinary);
    for (ptrdiff_t earlier = 0; earlier <= count; earlier++) {
      int32_t correct;
      double loss;
      k->evaluate_margins(margins, ld, count, earlier, samples, 8, (int)with_loss, &correct, &loss);
      take_bits((uint64_t)correct);
      take_double(loss);
    }
    release();
  }
}

static void spread_low_sets(table k) {
  EACH(low, 0, 1, 3, 4) EACH(count, 0, 1, 17) {
    float *parts = floats(5 * count + 8, wild), *out = floats(count * 16, wild);
    k->spread_low_sets(out, parts, 2, 5, low, count);
    take(out, count * 16);
    release();
  }
}

static void add_spread(table k) {
  EACH(count, 0, 1, 17) {
    float *lows = floats(count * 16, wild), *highs = floats(count, wild);
    k->add_spread(lows, lows, highs, count);
    take(lows, count * 16);
    release();
  }
}

static void lane_peaks(table k) {
  EACH(count, 0, 1, 17) {
    float *in = floats(count * 16, wild), *out = floats(count, wild);
    k->lane_peaks(out, in, count);
    take(out, count);
    release();
  }
}

static void sort_units(table k) {
  EACH(count, 0, 1, 40) EACH(width, 16, 32) {
    // Rows of either sign, of one, and of none.
    float *units = floats(count * width, coarse);
    for (ptrdiff_t u = 0; u < count; u++) for (ptrdiff_t i = 0; i < width; i++) {
      float *z = &units[u * width + i];
      if (u % 4 == 1 && *z < 0) *z = -*z;
      if (u % 4 == 2 && *z > 0) *z = 0;
    }
    float *rows[2] = {floats(count * width, ordinary), floats(count * width, ordinary)};
    int32_t numbers[2][40];
    ptrdiff_t counts[2];
    k->sort_units(units, count, width, numbers[0], rows[0], &counts[0], numbers[1], rows[1],
                  &counts[1]);
    for (int list = 0; list < 2; list++) {
      take_bits((uint64_t)counts[list]);
      for (ptrdiff_t i = 0; i < counts[list]; i++) take_bits((uint64_t)numbers[list][i]);
      take(rows[list], counts[list] * width);
    }
    release();
  }
}

static void count_mixed(table k) {
  EACH(vectors, 0, 1, 10) EACH(count, 0, 1, 15, 16, 33) {
    float *numbers = floats(vectors * count, coarse);
    take_bits((uint64_t)k->count_mixed(numbers, count, vectors, count));
    release();
  }
}

static void extend_form(table k) {
  EACH(count, 1, 9, 16, 17) EACH(others, 0, 1, 10, 85) {
    ptrdiff_t stride = (count + 15) / 16 * 16;
    float *parent = floats(count * 16, wild), *joining = floats(count * 16, wild);
    float *pairs = floats(7 * stride, wild), *own = floats(count * 16, wild);
    k->extend_form(own, parent, joining, pairs, stride, (uint64_t)others, count);
    take(own, count * 16);
    release();
  }
}

static void form_margins(table k) {
  for (ptrdiff_t count = 1; count <= 20; count++) EACH(units, 0, 1, 7, 31) {
    float *form = floats(count * 16, ordinary), *biases = floats(count * 16, ordinary);
    float *weights = floats(units * count * 16, ordinary), *lows = floats(units * 16, ordinary);
    float *peaks = floats(units, ordinary), *highs = floats(units, ordinary);
    float *margins = floats(count * 16, wild);
    int32_t numbers[31], live[31];
    for (ptrdiff_t u = 0; u < units; u++) numbers[u] = (int32_t)(units - 1 - u);
    k->lane_peaks(peaks, lows, units);
    k->form_margins(margins, form, biases, weights, lows, peaks, highs, numbers, units, count,
                    live);
    take(margins, count * 16);
    release();
  }
}

static void evaluate_lanes(table k) {
  for (ptrdiff_t count = 1; count <= 20; count++) EACH(samples, 0, 1, 33) EACH(with_loss, 0, 1)
  EACH(tied, 0, 1) {
    float *margins = floats(samples * count * 16, tied ? coarse : ordinary);
    float *scales = floats(16, ordinary);
    int32_t correct[16] = {0};
    double loss[16] = {0};
    k->evaluate_lanes(margins, count, count / 2, samples, scales, (int)with_loss, correct, loss);
    for (int lane = 0; lane < 16; lane++) {
      take_bits((uint64_t)correct[lane]);
      take_double(loss[lane]);
    }
    release();
  }
}

static void fused_multiply_add(table k) {
  COUNTS {
    float *out = floats(count, wild), *a = floats(count, wild), *b = floats(count, wild);
    float *c = floats(count, wild);
    // Every other sum cancels all but the product's last bits.
    for (ptrdiff_t i = 0; i < count; i += 2) c[i] = -(a[i] * b[i]);
    k->fused_multiply_add(out, a, b, c, count);
    take(out, count);
    release();
  }
}

/// Called only: how many chains it runs, and so what it returns, is each instruction set's own.
static void multiply_add_steps(table k) {
  for (ptrdiff_t steps = 0; steps < 3; steps++) (void)k->multiply_add_steps(steps);
}

static const struct operation {
  const char *name;
  void (*run)(table);
} operations[] = {
#define OPERATION(name) {#name, name}
    OPERATION(matrix_product),
    OPERATION(chosen_product),
    OPERATION(transpose),
    OPERATION(add_row_sums),
    OPERATION(relu),
    OPERATION(relu_backward),
    OPERATION(hyperbolic_tangent),
    OPERATION(hyperbolic_tangent_backward),
    OPERATION(softmax_cross_entropy),
    OPERATION(softmax_cross_entropy_gradient),
    OPERATION(scale),
    OPERATION(axpy),
    OPERATION(weighted_sum),
    OPERATION(sparse_forward),
    OPERATION(sparse_backward),
    OPERATION(add),
    OPERATION(mixed_margins),
    OPERATION(evaluate_margins),
    OPERATION(spread_low_sets),
    OPERATION(add_spread),
    OPERATION(lane_peaks),
    OPERATION(sort_units),
    OPERATION(count_mixed),
    OPERATION(extend_form),
    OPERATION(form_margins),
    OPERATION(evaluate_lanes),
    OPERATION(multiply_add_steps),
    OPERATION(exponential),
    OPERATION(binary_exponential),
    OPERATION(natural_logarithm),
    OPERATION(fused_multiply_add),
};

// The table is its name and one pointer for each operation: none may be forgotten above.
_Static_assert(sizeof(apportion_kernels) == (1 + COUNT_OF(operations)) * sizeof(void *),
               "a kernel is missing from the driver, or from the table");

static uint64_t hash_of(const struct operation *operation, table k) {
  state = 1;
  hash = 0xcbf29ce484222325u;
  operation->run(k);
  return hash;
}

/// One, two and five blocks by the processor's instructions, the state running on.
static void print_sha256(void) {
  apportion_sha256_blocks blocks = apportion_sha256_instructions();
  if (!blocks) {
    fprintf(stderr, "no instructions for SHA-256\n");
    return;
  }
  state = 1;
  uint32_t words[8];
  for (int i = 0; i < 8; i++) words[i] = (uint32_t)draw();
  EACH(count, 1, 2, 5) {
    uint8_t *bytes = malloc((size_t)count * 64);
    for (ptrdiff_t i = 0; i < count * 64; i++) bytes[i] = (uint8_t)draw();
    blocks(words, bytes, (size_t)count);
    free(bytes);
  }
  printf("%-32s ", "sha256");
  for (int i = 0; i < 8; i++) printf("%08x", words[i]);
  printf("\n");
}

int main(void) {
  int failures = 0;
  print_sha256();
  table widest = apportion_kernels_at(0);
  size_t tables = apportion_kernels_count();
  for (size_t i = 0; i < tables; i++) fprintf(stderr, "%s ", apportion_kernels_at(i)->name);
  fprintf(stderr, "\n");
  for (ptrdiff_t i = 0; i < COUNT_OF(operations); i++) {
    uint64_t first = hash_of(&operations[i], widest);
    printf("%-32s %016llx\n", operations[i].name, (unsigned long long)first);
    for (size_t other = 1; other < tables; other++) {
      table k = apportion_kernels_at(other);
      if (hash_of(&operations[i], k) == first) continue;
      fprintf(stderr, "%s: %s differs from %s\n", operations[i].name, k->name, widest->name);
      failures++;
    }
  }
  return failures > 0;
}
