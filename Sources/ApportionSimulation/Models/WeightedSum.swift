import ApportionPrimitives

extension Parameters {
  /// Σₖ weightsₖ · vectorsₖ, summed in double precision in the order given and rounded once.
  ///
  /// A custom strategy can use it to average models: the result has the same bits on every machine.
  ///
  /// - Precondition: at least one vector, all of the same length, and one weight for each.
  public static func weightedSum(_ vectors: [Parameters], weights: [Double]) -> Parameters {
    let count = vectors[0].values.count
    precondition(
      vectors.count == weights.count && vectors.allSatisfy { $0.values.count == count },
      "a weighted sum needs vectors of the same length, and one weight for each")
    return Parameters(
      [Float](unsafeUninitializedCapacity: count) { sum, initialized in
        withPointers(to: vectors[...]) { pointers in
          if let out = sum.baseAddress {
            Kernels.current.weightedSum(pointers, weights: weights, into: out, count: count)
          }
        }
        initialized = count
      })
  }
}

/// Calls `body` with a pointer to the numbers of each vector; all pointers are valid during the call.
func withPointers(
  to vectors: ArraySlice<Parameters>, _ pointers: [UnsafePointer<Float>] = [],
  _ body: ([UnsafePointer<Float>]) -> Void
) {
  guard let first = vectors.first else { return body(pointers) }
  first.values.withUnsafeBufferPointer { buffer in
    guard let base = buffer.baseAddress else { return }
    withPointers(to: vectors.dropFirst(), pointers + [base], body)
  }
}
