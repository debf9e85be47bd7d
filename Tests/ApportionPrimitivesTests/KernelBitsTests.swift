import ApportionPrimitives
import Testing

@Suite("Every instruction set of this machine gives the same bits")
struct KernelBitsTests {
  /// One kernel on inputs drawn from a stream, and all that it puts out.
  struct Operation: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let run: @Sendable (Kernels, inout RandomStream) -> [Float]

    init(_ name: String, _ run: @escaping @Sendable (Kernels, inout RandomStream) -> [Float]) {
      (testDescription, self.run) = (name, run)
    }

    /// A kernel that changes `x` in place.
    static func inPlace(
      _ name: String,
      _ run: @escaping @Sendable (Kernels, UnsafeMutablePointer<Float>, [Float]) -> Void
    ) -> Operation {
      Operation(name) { kernels, stream in
        let (x, other) = (stream.wildFloats(count), stream.wildFloats(count))
        return Guarded.after(x) { run(kernels, $0, other) }
      }
    }
  }

  static let count = 1003

  static let operations: [Operation] = [
    Operation("matrix product") { kernels, stream in
      let (rows, columns, inner) = (11, 43, 259)
      let (a, b) = (stream.floats(rows * inner), stream.floats(inner * columns))
      let before = stream.floats(rows * columns)
      return withAddresses(of: a, b) { address in
        Guarded.after(before) {
          kernels.matrixProduct(
            .rows(address[0], stride: inner), address[1], into: $0, rows: rows, columns: columns,
            inner: inner, from: .accumulate)
        }
      }
    },
    Operation("matrix product of numbers of every size") { kernels, stream in
      let (rows, columns, inner) = (9, 35, 5)
      let (a, b) = (stream.wildFloats(rows * inner), stream.wildFloats(inner * columns))
      let bias = stream.wildFloats(rows)
      return withAddresses(of: a, b, bias) { address in
        Guarded.after([Float](repeating: 0, count: rows * columns)) {
          kernels.matrixProduct(
            .columns(address[0], stride: rows), address[1], into: $0, rows: rows,
            columns: columns, inner: inner, from: .bias(address[2]))
        }
      }
    },
    Operation("matrix product of chosen columns") { kernels, stream in
      let (rows, columns, inner) = (11, 43, 259)
      let (a, b) = (stream.floats(rows * 2 * inner), stream.floats(inner * columns))
      let (chosen, bias) = ((0..<inner).map { Int32(2 * $0) }, stream.floats(rows))
      return withAddresses(of: a, b, bias) { address in
        Guarded.after([Float](repeating: 0, count: rows * columns)) {
          kernels.matrixProduct(
            address[0], stride: 2 * inner, chosen: chosen, address[1], into: $0, rows: rows,
            columns: columns, inner: chosen.count, bias: address[2])
        }
      }
    },
    Operation("transpose") { kernels, stream in
      let matrix = stream.wildFloats(17 * 59)
      return Guarded.after(matrix) {
        kernels.transpose(matrix, rows: 17, columns: 59, into: $0)
      }
    },
    Operation("row sums") { kernels, stream in
      let matrix = stream.wildFloats(37 * 27)
      return Guarded.after(stream.floats(37)) {
        kernels.addRowSums(of: matrix, rows: 37, columns: 27, to: $0)
      }
    },
    .inPlace("relu") { kernels, x, _ in kernels.relu(x, count: count) },
    .inPlace("tanh") { kernels, x, _ in kernels.tanh(x, count: count) },
    .inPlace("relu backward") { kernels, x, other in
      kernels.reluBackward(x, activation: other, count: count)
    },
    .inPlace("tanh backward") { kernels, x, other in
      kernels.tanhBackward(x, activation: other, count: count)
    },
    .inPlace("scale") { kernels, x, other in kernels.scale(x, by: other[0], count: count) },
    .inPlace("axpy") { kernels, x, other in
      kernels.axpy(1.1, other, addedTo: x, count: count)
    },
    .inPlace("add") { kernels, x, other in kernels.add(x, other, into: x, count: count) },
    .inPlace("weighted sum") { kernels, x, other in
      withAddresses(of: other, Array(other.reversed())) { addresses in
        kernels.weightedSum(addresses, weights: [0.3, -1.7], into: x, count: count)
      }
    },
    Operation("exp") { kernels, stream in
      let x = (0..<count).map { _ in Float(stream.uniform() * 178 - 90) }
      return Guarded.after(x) { kernels.exp($0, count: count) }
    },
    Operation("log") { kernels, stream in
      let x = stream.wildFloats(count).map { max($0.magnitude, .leastNormalMagnitude) }
      return Guarded.after(x) { kernels.log($0, count: count) }
    },
    Operation("sparse forward") { kernels, stream in
      let (x, weights) = (stream.sparseFloats(5 * 130), stream.floats(130 * 145))
      return Guarded.after(stream.floats(5 * 145)) {
        kernels.sparseForward(x, weights, addedTo: $0, inputs: 130, samples: 5, units: 145)
      }
    },
    Operation("sparse backward") { kernels, stream in
      let (x, gradient) = (stream.sparseFloats(5 * 130), stream.floats(130 * 145))
      return Guarded.after(stream.floats(5 * 145)) {
        kernels.sparseBackward(x, gradient, addedTo: $0, inputs: 5, samples: 130, units: 145)
      }
    },
    Operation("softmax cross-entropy") { kernels, stream in
      let (classes, samples) = (17, 59)
      let logits = stream.floats(classes * samples).map { 9 * $0 }
      let labels = (0..<samples).map { _ in Int32(stream.integer(below: classes)) }
      let outcome = kernels.softmaxCrossEntropy(
        logits, labels: labels, classes: classes, samples: samples)
      return [Float(outcome.correct)] + halves(of: outcome.loss)
    },
    Operation("gradient of softmax cross-entropy") { kernels, stream in
      let (classes, samples) = (17, 59)
      let logits = stream.floats(classes * samples).map { 9 * $0 }
      let labels = (0..<samples).map { _ in Int32(stream.integer(below: classes)) }
      var loss = 0.0
      let gradient = Guarded.after(logits) {
        loss = kernels.softmaxCrossEntropyGradient(
          $0, labels: labels, classes: classes, samples: samples, scale: 0.01)
      }
      return gradient + halves(of: loss)
    },
    Operation("margins behind a ReLU") { kernels, stream in
      mixedMargins(.relu, kernels, &stream)
    },
    Operation("margins behind a tanh") { kernels, stream in
      mixedMargins(.tanh(scale: 1.7), kernels, &stream)
    },
    Operation("margins, evaluated") { kernels, stream in
      let (others, samples) = (16, 59)
      return (0...others).flatMap { earlier in
        let margins = stream.floats(others * 64)
        let outcome = kernels.evaluate(
          margins, stride: 64, count: others, earlier: earlier, samples: samples, scale: 7.3,
          withLoss: true)
        return [Float(outcome.correct)] + halves(of: outcome.loss)
      }
    },
    Operation("fused multiply-add") { kernels, stream in
      let (a, b, c) = fusedTriples(&stream)
      return Guarded.after(a) { kernels.fusedMultiplyAdd(a, b, c, into: $0, count: a.count) }
    },
  ]

  @Test("in every kernel", arguments: operations, [1, 2, 3] as [UInt64])
  func same(operation: Operation, seed: UInt64) throws {
    let inputs = RandomStream(seed: seed)
    var stream = inputs
    let expected = operation.run(try #require(Kernels.available.last), &stream)
    for kernels in Kernels.available.dropLast() {
      var stream = inputs
      let result = operation.run(kernels, &stream)
      #expect(firstDifference(result, expected) == nil, "\(kernels.name)")
    }
  }

  @Test(
    "and the fused multiply-add is that of IEEE 754, with one rounding",
    arguments: Kernels.available, [1, 2, 3] as [UInt64])
  func fusedMultiplyAdd(kernels: Kernels, seed: UInt64) {
    var stream = RandomStream(seed: seed)
    let (a, b, c) = Self.fusedTriples(&stream)
    let result = Guarded.after(a) {
      kernels.fusedMultiplyAdd(a, b, c, into: $0, count: a.count)
    }
    for i in a.indices {
      let expected = c[i].addingProduct(a[i], b[i])
      #expect(
        bits([result[i]]) == bits([expected]), "\(a[i]) · \(b[i]) + \(c[i]) is \(expected)")
    }
  }

  /// Sums that two roundings would get wrong, for a · b + c.
  static func fusedTriples(_ stream: inout RandomStream) -> (a: [Float], b: [Float], c: [Float]) {
    var (a, b) = (stream.wildFloats(800), stream.wildFloats(800))
    var c = stream.wildFloats(800)
    for _ in 0..<400 {
      // The sum cancels all but the product's last bits.
      let (x, y) = (Float(stream.normal()), Float(stream.normal()))
      a.append(x)
      b.append(y)
      c.append(-(x * y))

      // The sum is denormal, or nearly.
      a.append(Float(stream.normal()) * 0x1p-70)
      b.append(Float(stream.normal()) * 0x1p-64)
      c.append(Float(stream.normal()) * 0x1p-130)

      // The sum misses the middle between two floats by less than a Double can tell.
      let short = Float(1 + stream.integer(below: 100)) * 0x1p-23
      let signs = (0..<2).map { _ in Float(2 * stream.integer(below: 2) - 1) }
      a.append(signs[0] * 0x1p-24 * (1 + short))
      b.append(1 - short)
      c.append(signs[1] * (1 + Float(stream.integer(below: 1000)) * 0x1p-23))

      // The sum overflows, or nearly.
      a.append(Float(1 + stream.uniform()) * 0x1p64)
      b.append(Float(1 + stream.uniform()) * 0x1p63)
      c.append(Float(stream.normal()) * 0x1p126)
    }
    for x in awkwardFloats + [.infinity, .nan] {
      for y in awkwardFloats {
        for z in awkwardFloats + [-.infinity] {
          a.append(x)
          b.append(y)
          c.append(z)
        }
      }
    }
    return (a, b, c)
  }

  /// Margins from numbers of every size, of as many classes as fill any kernel's registers and more.
  private static func mixedMargins(
    _ activation: Kernels.Activation, _ kernels: Kernels, _ stream: inout RandomStream
  ) -> [Float] {
    let (units, others) = (37, 19)
    let (low, high) = (stream.wildFloats(units * 32), stream.wildFloats(units * 32))
    let (weights, biases) = (stream.floats(others * units), stream.wildFloats(others))
    return withAddresses(of: low, high, weights, biases) { address in
      Guarded.after([Float](repeating: 0, count: others * 32)) {
        kernels.mixedMargins(
          low: address[0], high: address[1], weights: address[2], biases: address[3], into: $0,
          units: units, count: others, activation: activation)
      }
    }
  }

  /// The bits of a Double, kept as those of two floats; in quarters, so that none is a NaN.
  private static func halves(of x: Double) -> [Float] {
    stride(from: 0, to: 64, by: 16).map { Float((x.bitPattern >> UInt64($0)) & 0xffff) }
  }
}
