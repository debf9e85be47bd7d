import Apportion
import ApportionPrimitives

/// The rate of the matrix product on the shapes that training and reconstruction use, compared with the
/// machine's limit.
struct KernelCases {
  var runs = 20

  struct Line: Encodable {
    var kernels: String
    var name: String
    /// CPU milliseconds.
    var best_ms: Double
    var median_ms: Double
    /// 10⁹ floating-point operations per second in the fastest run.
    var gflops: Double
    /// The rate as a fraction of the rate of multiply-adds in registers.
    var share_of_limit: Double
  }

  /// (rows, columns, inner) of C = A · B.
  private let shapes = [
    ("forward, batch of 32", 128, 32, 784), ("gradient, batch of 32", 128, 784, 32),
    ("forward, panel of 128", 128, 128, 784), ("hidden layer, panel of 128", 200, 128, 200),
  ]

  func callAsFunction(_ kernels: Kernels) async throws -> [Line] {
    let steps = 60_000
    let peak = try await Measurement(runs: runs) { kernels.multiplyAdd(steps: steps) }
    let limit = 1536 * Double(steps) / peak.bestCPU / 1e9
    func line(_ name: String, _ measured: Measurement, gflops: Double) -> Line {
      Line(
        kernels: kernels.name, name: name, best_ms: 1e3 * measured.bestCPU,
        median_ms: 1e3 * measured.medianCPU, gflops: gflops, share_of_limit: gflops / limit)
    }
    var lines = [line("multiply-add in registers", peak, gflops: limit)]
    for (name, rows, columns, inner) in shapes {
      var stream = RandomStream(seed: 1)
      let a = (0..<rows * inner).map { _ in Float(stream.uniform()) }
      let b = (0..<inner * columns).map { _ in Float(stream.uniform()) }
      var c = [Float](repeating: 0, count: rows * columns)
      let repeats = 50
      let measured = try await Measurement(runs: runs) {
        for _ in 0..<repeats {
          kernels.matrixProduct(
            .rows(a, stride: inner), b, into: &c, rows: rows, columns: columns, inner: inner,
            from: .zero)
        }
      }
      let last = (0..<inner).reduce(Float(0)) {
        $0.addingProduct(a[(rows - 1) * inner + $1], b[$1 * columns + columns - 1])
      }
      guard c[rows * columns - 1] == last else { throw BenchError("\(name): wrong product") }
      let operations = 2 * Double(rows * columns * inner * repeats)
      lines.append(line(name, measured, gflops: operations / measured.bestCPU / 1e9))
    }
    return lines
  }
}
