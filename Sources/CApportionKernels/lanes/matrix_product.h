// C = start + A · B, where A is read element by element and broadcast, and B row by row.
//
//     c[i, j] = fma(a[i, K-1], b[K-1, j], … fma(a[i, 0], b[0, j], start))
//
// A has two strides, so it may be a transpose at no cost. A tile of TILE_ROWS × TILE_LANES registers
// of C is kept in registers while k increases; k is divided into blocks so that the panel of B stays
// in the first-level cache. Neither changes the chain above.
#pragma once

#include "lanes.h"

#define INNER_BLOCK 256

typedef struct product {
  float *c;
  ptrdiff_t ldc;
  const float *a;
  ptrdiff_t a_row, a_column;
  /// The columns of A to use, or NULL for all of them in order.
  const int32_t *chosen;
  const float *b;
  ptrdiff_t ldb, inner;
  apportion_start start;
  const float *bias;
} product;

/// Computes one tile of `rows` × `wide` registers; both are compile-time constants after inlining.
INLINE void tile(const int rows, const int wide, const int by_choice, product p) {
  lanes sum[TILE_ROWS][TILE_LANES];
  UNROLL for (int i = 0; i < rows; i++) {
    UNROLL for (int j = 0; j < wide; j++) {
      switch (p.start) {
        case apportion_start_zero: sum[i][j] = splat(0); break;
        case apportion_start_accumulate: sum[i][j] = load(p.c + i * p.ldc + j * LANES); break;
        case apportion_start_bias: sum[i][j] = splat(p.bias[i]); break;
      }
    }
  }
  for (ptrdiff_t k = 0; k < p.inner; k++) {
    lanes b[TILE_LANES];
    UNROLL for (int j = 0; j < wide; j++) b[j] = load(p.b + j * LANES);
    UNROLL for (int i = 0; i < rows; i++) {
      lanes a = splat(by_choice ? p.a[i * p.a_row + p.chosen[k]] : p.a[i * p.a_row]);
      UNROLL for (int j = 0; j < wide; j++) sum[i][j] = fma_lanes(a, b[j], sum[i][j]);
    }
    if (!by_choice) p.a += p.a_column;
    p.b += p.ldb;
  }
  UNROLL for (int i = 0; i < rows; i++) {
    UNROLL for (int j = 0; j < wide; j++) store(p.c + i * p.ldc + j * LANES, sum[i][j]);
  }
}

typedef void (*tile_function)(product);
#define TILE(rows, wide) \
  static __attribute__((noinline)) void tile_##rows##_##wide(product p) { \
    if (p.chosen) tile(rows, wide, 1, p);                                 \
    else tile(rows, wide, 0, p);                                          \
  }

#if TILE_ROWS == 8 && TILE_LANES == 2
TILE(1, 1) TILE(2, 1) TILE(3, 1) TILE(4, 1) TILE(5, 1) TILE(6, 1) TILE(7, 1) TILE(8, 1)
TILE(1, 2) TILE(2, 2) TILE(3, 2) TILE(4, 2) TILE(5, 2) TILE(6, 2) TILE(7, 2) TILE(8, 2)
static const tile_function tiles[TILE_LANES][TILE_ROWS] = {
  {tile_1_1, tile_2_1, tile_3_1, tile_4_1, tile_5_1, tile_6_1, tile_7_1, tile_8_1},
  {tile_1_2, tile_2_2, tile_3_2, tile_4_2, tile_5_2, tile_6_2, tile_7_2, tile_8_2},
};
#elif TILE_ROWS == 6 && TILE_LANES == 1
TILE(1, 1) TILE(2, 1) TILE(3, 1) TILE(4, 1) TILE(5, 1) TILE(6, 1)
static const tile_function tiles[TILE_LANES][TILE_ROWS] = {
  {tile_1_1, tile_2_1, tile_3_1, tile_4_1, tile_5_1, tile_6_1},
};
#elif TILE_ROWS == 2 && TILE_LANES == 1
TILE(1, 1) TILE(2, 1)
static const tile_function tiles[TILE_LANES][TILE_ROWS] = {{tile_1_1, tile_2_1}};
#else
#error "no tiles of this size"
#endif

/// Computes all rows of the columns that `wide` registers cover.
static void product_panel(product p, ptrdiff_t rows, ptrdiff_t wide) {
  for (ptrdiff_t i = 0; i < rows;) {
    ptrdiff_t height = rows - i < TILE_ROWS ? rows - i : TILE_ROWS;
    tiles[wide - 1][height - 1](p);
    p.c += height * p.ldc;
    p.a += height * p.a_row;
    if (p.bias) p.bias += height;
    i += height;
  }
}

/// Computes the last columns, which do not fill a register, with zero-padded copies.
static void product_fringe(product p, ptrdiff_t rows, ptrdiff_t columns) {
  float b[INNER_BLOCK * LANES];
  float c[TILE_ROWS * LANES];
  for (ptrdiff_t k = 0; k < p.inner; k++) {
    store(b + k * LANES, load_first(p.b + k * p.ldb, columns));
  }
  for (ptrdiff_t i = 0; i < rows;) {
    ptrdiff_t height = rows - i < TILE_ROWS ? rows - i : TILE_ROWS;
    if (p.start == apportion_start_accumulate) {
      for (ptrdiff_t r = 0; r < height; r++) {
        store(c + r * LANES, load_first(p.c + r * p.ldc, columns));
      }
    }
    product padded = p;
    padded.c = c;
    padded.ldc = LANES;
    padded.b = b;
    padded.ldb = LANES;
    tiles[0][height - 1](padded);
    for (ptrdiff_t r = 0; r < height; r++) {
      store_first(p.c + r * p.ldc, load(c + r * LANES), columns);
    }
    p.c += height * p.ldc;
    p.a += height * p.a_row;
    if (p.bias) p.bias += height;
    i += height;
  }
}

static void product_by_blocks(product whole, ptrdiff_t rows, ptrdiff_t columns) {
  ptrdiff_t k = 0;
  do {  // once even if there are no terms, so that C gets its initial value
    ptrdiff_t depth = whole.inner - k < INNER_BLOCK ? whole.inner - k : INNER_BLOCK;
    for (ptrdiff_t j = 0; j < columns;) {
      product p = whole;
      p.c += j;
      p.b += k * p.ldb + j;
      if (p.chosen) p.chosen += k;
      else p.a += k * p.a_column;
      p.inner = depth;
      if (k > 0) p.start = apportion_start_accumulate;
      ptrdiff_t registers = (columns - j) / LANES;
      if (registers == 0) {
        product_fringe(p, rows, columns - j);
        break;
      }
      if (registers > TILE_LANES) registers = TILE_LANES;
      product_panel(p, rows, registers);
      j += registers * LANES;
    }
    k += depth;
  } while (k < whole.inner);
}

static void matrix_product(float *c, ptrdiff_t ldc, const float *a, ptrdiff_t a_row,
                           ptrdiff_t a_column, const float *b, ptrdiff_t ldb, ptrdiff_t rows,
                           ptrdiff_t columns, ptrdiff_t inner, apportion_start start,
                           const float *bias) {
  product_by_blocks(
      (product){c, ldc, a, a_row, a_column, NULL, b, ldb, inner, start, bias}, rows, columns);
}

static void chosen_product(float *c, ptrdiff_t ldc, const float *a, ptrdiff_t a_row,
                           const int32_t *chosen, const float *b, ptrdiff_t ldb, ptrdiff_t rows,
                           ptrdiff_t columns, ptrdiff_t inner, const float *bias) {
  product_by_blocks((product){c, ldc, a, a_row, 0, chosen, b, ldb, inner, apportion_start_bias,
                              bias},
                    rows, columns);
}
