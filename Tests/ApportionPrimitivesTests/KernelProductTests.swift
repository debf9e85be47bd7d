import ApportionPrimitives
import Testing

@Suite("Kernels: matrix product")
struct KernelProductTests {
  /// A product with its answers: one for each start.
  struct Case: Sendable {
    var rows, columns, inner: Int
    var a, b, bias, before: [Float]
    var fromZero, fromBefore, fromBias: [Float]

    init(rows: Int, columns: Int, inner: Int) {
      (self.rows, self.columns, self.inner) = (rows, columns, inner)
      var stream = RandomStream(seed: 1).child("rows", rows).child("columns", columns)
        .child("inner", inner)
      a = stream.floats(rows * inner)
      b = stream.floats(inner * columns)
      bias = stream.floats(rows)
      before = stream.floats(rows * columns)
      fromZero = [Float](repeating: 0, count: rows * columns)
      fromBefore = before
      fromBias = bias.flatMap { [Float](repeating: $0, count: columns) }
      chain(&fromZero)
      chain(&fromBefore)
      chain(&fromBias)
    }

    /// fma(a[K−1], b[K−1], … fma(a[0], b[0], start)) for each element of `c`.
    private func chain(_ c: inout [Float]) {
      for i in 0..<rows {
        for j in 0..<columns {
          var sum = c[i * columns + j]
          for k in 0..<inner {
            sum = sum.addingProduct(a[i * inner + k], b[k * columns + j])
          }
          c[i * columns + j] = sum
        }
      }
    }
  }

  // Rows end tiles of 2, 6 and 8; columns end registers of 16 and pairs of them.
  static let shallow = [0, 1, 2].flatMap { inner in
    (1...9).flatMap { rows in
      [1, 15, 16, 17, 31, 32, 33, 48].map { Case(rows: rows, columns: $0, inner: inner) }
    }
  }
  // The sum is cut into blocks of 256.
  static let deep = [255, 256, 257, 300].flatMap { inner in
    [1, 7, 9].flatMap { rows in
      [1, 17, 48].map { Case(rows: rows, columns: $0, inner: inner) }
    }
  }

  @Test("every output is one chain in the order of k", arguments: Kernels.available)
  func chains(kernels: Kernels) {
    for product in Self.shallow + Self.deep { check(product, on: kernels) }
  }

  @Test("the sum may be long, and cut more than once", arguments: Kernels.available)
  func long(kernels: Kernels) {
    check(Case(rows: 2, columns: 17, inner: 513), on: kernels)
  }

  @Test(
    "columns of A that are not chosen are not read, and the chain goes by the chosen ones",
    arguments: Kernels.available)
  func chosen(kernels: Kernels) {
    for product in Self.shallow + Self.deep {
      let (rows, columns, inner) = (product.rows, product.columns, product.inner)
      // Between the chosen ones lie none, one or two columns that must not be read.
      let chosen = (0..<inner).map { 2 * $0 + $0 % 2 }
      let width = 2 * inner + 3
      var wide = [Float](repeating: .nan, count: rows * width)
      for i in 0..<rows {
        for (k, column) in chosen.enumerated() {
          wide[i * width + column] = product.a[i * inner + k]
        }
      }
      let result = withAddresses(of: wide, product.b, product.bias) { address in
        Guarded.after(product.before) {
          kernels.matrixProduct(
            address[0], stride: width, chosen: chosen.map(Int32.init), address[1], into: $0,
            rows: rows, columns: columns, inner: chosen.count, bias: address[2])
        }
      }
      #expect(
        firstDifference(result, product.fromBias) == nil,
        "[\(rows), \(inner) of \(width)] × [\(inner), \(columns)]")
    }
  }

  /// All three starts, with A given as rows and as columns, each with a gap after every line.
  private func check(_ product: Case, on kernels: Kernels) {
    let (rows, columns, inner) = (product.rows, product.columns, product.inner)
    let byRows = gapped(product.a, lines: rows, length: inner, gap: 3)
    var transposed = product.a
    for i in 0..<rows {
      for k in 0..<inner { transposed[k * rows + i] = product.a[i * inner + k] }
    }
    let byColumns = gapped(transposed, lines: inner, length: rows, gap: 2)
    withAddresses(of: byRows, byColumns, product.b, product.bias) { address in
      for (layout, factor) in [
        ("rows", Kernels.Factor.rows(address[0], stride: inner + 3)),
        ("columns", Kernels.Factor.columns(address[1], stride: rows + 2)),
      ] {
        for (name, start, expected) in [
          ("zero", Kernels.Start.zero, product.fromZero),
          ("accumulate", .accumulate, product.fromBefore),
          ("bias", .bias(address[3]), product.fromBias),
        ] {
          let result = Guarded.after(product.before) {
            kernels.matrixProduct(
              factor, address[2], into: $0, rows: rows, columns: columns, inner: inner,
              from: start)
          }
          #expect(
            firstDifference(result, expected) == nil,
            "[\(rows), \(inner)] × [\(inner), \(columns)] from \(name), A as \(layout)")
        }
      }
    }
  }

  /// The same lines with something that must not be read after each.
  private func gapped(_ values: [Float], lines: Int, length: Int, gap: Int) -> [Float] {
    (0..<lines).flatMap {
      values[($0 * length)..<(($0 + 1) * length)] + [Float](repeating: .nan, count: gap)
    }
  }
}
