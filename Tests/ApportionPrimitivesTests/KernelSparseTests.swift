import ApportionPrimitives
import Testing

@Suite("Kernels: products with what is mostly zero")
struct KernelSparseTests {
  // Inputs go by sixty-four, units by registers of 16 and by eight of them.
  static let lengths = [0, 1, 15, 16, 17, 63, 64, 65, 130]
  static let widths = [1, 16, 17, 127, 128, 145]

  /// sum ← fma(x[s, k], weights[k, u], sum) for k in order, x not being zero.
  private func forward(
    _ x: [Float], _ weights: [Float], from start: [Float], inputs: Int, units: Int
  ) -> [Float] {
    var sums = start
    for place in sums.indices {
      let (sample, unit) = (place / units, place % units)
      for k in 0..<inputs where x[sample * inputs + k] != 0 {
        sums[place] = sums[place].addingProduct(
          x[sample * inputs + k], weights[k * units + unit])
      }
    }
    return sums
  }

  @Test("skip the zeros and go through the others in order", arguments: Kernels.available)
  func chains(kernels: Kernels) {
    var stream = RandomStream(seed: 14)
    for length in Self.lengths {
      for units in Self.widths {
        let (x, y) = (stream.sparseFloats(2 * length), stream.floats(length * units))
        let before = stream.floats(2 * units)
        let expected = forward(x, y, from: before, inputs: length, units: units)
        // One sum over inputs and one over samples, but the same sum.
        let forward = Guarded.after(before) {
          kernels.sparseForward(x, y, addedTo: $0, inputs: length, samples: 2, units: units)
        }
        #expect(firstDifference(forward, expected) == nil, "\(length) inputs, \(units) units")
        let backward = Guarded.after(before) {
          kernels.sparseBackward(x, y, addedTo: $0, inputs: 2, samples: length, units: units)
        }
        #expect(firstDifference(backward, expected) == nil, "\(length) samples, \(units) units")
      }
    }
  }
}
