import ApportionPrimitives
import Testing

@Suite("Kernels: one pass over memory")
struct KernelOperationsTests {
  // Two registers of 16 and every way to end short of one.
  static let counts = 0...33

  @Test("a transpose puts (r, c) at (c, r)", arguments: Kernels.available)
  func transpose(kernels: Kernels) {
    for rows in Self.counts {
      for columns in [1, 2, 15, 16, 17] {
        let matrix = (0..<(rows * columns)).map(Float.init)
        let result = Guarded.after([Float](repeating: -1, count: matrix.count)) {
          kernels.transpose(matrix, rows: rows, columns: columns, into: $0)
        }
        var expected = result
        for r in 0..<rows {
          for c in 0..<columns { expected[c * rows + r] = matrix[r * columns + c] }
        }
        #expect(result == expected, "[\(rows), \(columns)]")
      }
    }
  }

  @Test("row sums are added to what is there, column after column", arguments: Kernels.available)
  func addRowSums(kernels: Kernels) {
    var stream = RandomStream(seed: 2)
    for rows in Self.counts {
      for columns in [0, 1, 2, 15, 16, 17] {
        let (matrix, before) = (stream.floats(rows * columns), stream.floats(rows))
        let result = Guarded.after(before) {
          kernels.addRowSums(of: matrix, rows: rows, columns: columns, to: $0)
        }
        var expected = before
        for r in 0..<rows {
          for c in 0..<columns { expected[r] += matrix[r * columns + c] }
        }
        #expect(firstDifference(result, expected) == nil, "[\(rows), \(columns)]")
      }
    }
  }

  @Test(
    "relu keeps what is above zero, and its gradient flows there only", arguments: Kernels.available
  )
  func relu(kernels: Kernels) {
    var stream = RandomStream(seed: 3)
    for count in Self.counts {
      let (x, gradient) = (stream.wildFloats(count), stream.wildFloats(count))
      let activation = Guarded.after(x) { kernels.relu($0, count: count) }
      #expect(activation == x.map { $0 > 0 ? $0 : 0 })
      let result = Guarded.after(gradient) {
        kernels.reluBackward($0, activation: activation, count: count)
      }
      let expected = zip(gradient, x).map { $1 > 0 ? $0 : 0 }
      #expect(firstDifference(result, expected) == nil, "\(count) numbers")
    }
  }

  @Test(
    "the gradient of tanh is 1 − h², fused, times the one after it", arguments: Kernels.available)
  func tanhBackward(kernels: Kernels) {
    var stream = RandomStream(seed: 4)
    for count in Self.counts {
      let activation = stream.floats(count).map { $0 / ($0.magnitude + 1) }
      let gradient = stream.wildFloats(count)
      let result = Guarded.after(gradient) {
        kernels.tanhBackward($0, activation: activation, count: count)
      }
      let expected = zip(gradient, activation).map { $0 * Float(1).addingProduct(-$1, $1) }
      #expect(firstDifference(result, expected) == nil, "\(count) numbers")
    }
  }

  @Test("scale rounds one product", arguments: Kernels.available)
  func scale(kernels: Kernels) {
    var stream = RandomStream(seed: 5)
    for count in Self.counts {
      let (x, factor) = (stream.wildFloats(count), Float(stream.normal()))
      let result = Guarded.after(x) { kernels.scale($0, by: factor, count: count) }
      #expect(firstDifference(result, x.map { factor * $0 }) == nil, "\(count) numbers")
    }
  }

  @Test("a sum rounds once, and may take the place of a term", arguments: Kernels.available)
  func add(kernels: Kernels) {
    var stream = RandomStream(seed: 8)
    for count in Self.counts {
      let (a, b) = (stream.wildFloats(count), stream.wildFloats(count))
      let expected = zip(a, b).map { $0 + $1 }
      let result = Guarded.after([Float](repeating: 1, count: count)) {
        kernels.add(a, b, into: $0, count: count)
      }
      #expect(firstDifference(result, expected) == nil, "\(count) numbers")
      let inPlace = Guarded.after(a) { kernels.add($0, b, into: $0, count: count) }
      #expect(firstDifference(inPlace, expected) == nil, "\(count) numbers in place")
    }
  }

  @Test("axpy rounds once", arguments: Kernels.available)
  func axpy(kernels: Kernels) {
    var stream = RandomStream(seed: 6)
    for count in Self.counts {
      let (x, y, factor) = (stream.floats(count), stream.floats(count), Float(stream.normal()))
      let result = Guarded.after(y) { kernels.axpy(factor, x, addedTo: $0, count: count) }
      let expected = zip(x, y).map { $1.addingProduct(factor, $0) }
      #expect(firstDifference(result, expected) == nil, "\(count) numbers")
    }
  }

  @Test(
    "a weighted sum is summed in double, in order, and rounded once", arguments: Kernels.available)
  func weightedSum(kernels: Kernels) {
    var stream = RandomStream(seed: 7)
    for count in Self.counts {
      for terms in 0...4 {
        let vectors = (0..<terms).map { _ in stream.floats(count) }
        let weights = (0..<terms).map { _ in stream.normal() }
        let result = withAddresses(of: vectors) { addresses in
          Guarded.after([Float](repeating: .nan, count: count)) {
            kernels.weightedSum(addresses, weights: weights, into: $0, count: count)
          }
        }
        let expected = (0..<count).map { i in
          var sum = 0.0
          for (vector, weight) in zip(vectors, weights) { sum += weight * Double(vector[i]) }
          return Float(sum)
        }
        #expect(firstDifference(result, expected) == nil, "\(terms) vectors of \(count)")
      }
    }
  }

  @Test("activations pass a NaN on, so that a broken model is seen", arguments: Kernels.available)
  func notANumber(kernels: Kernels) {
    for count in [1, 16, 17] {
      var x = [Float](repeating: 1, count: count)
      x[count - 1] = .nan
      #expect(Guarded.after(x) { kernels.relu($0, count: count) }.last?.isNaN == true)
      #expect(Guarded.after(x) { kernels.tanh($0, count: count) }.last?.isNaN == true)
    }
  }
}
