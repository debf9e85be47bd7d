import ApportionPrimitives
import Foundation
import Testing

@Suite("Kernels: exp, log and tanh")
struct KernelElementaryTests {
  /// From one bit pattern of a sweep to the next: a prime, so that no low bits are favoured.
  static let step: UInt32 = 4099

  // The bounds are those of Sources/CApportionKernels/lanes/elementary.h.

  @Test("exp is within 1.02 ulp from −87 to 88", arguments: Kernels.available)
  func exponential(kernels: Kernels) {
    let worst = max(
      largestError(from: 0, through: 88, of: kernels.exp, against: Foundation.exp),
      largestError(from: -0.0, through: -87, of: kernels.exp, against: Foundation.exp))
    #expect(worst <= 1.02)
  }

  @Test("exp2 is within 0.96 ulp from −126 to 127", arguments: Kernels.available)
  func binaryExponential(kernels: Kernels) {
    let worst = max(
      largestError(from: 0, through: 127, of: kernels.exp2, against: Foundation.exp2),
      largestError(from: -0.0, through: -126, of: kernels.exp2, against: Foundation.exp2))
    #expect(worst <= 0.96)
  }

  @Test("log is within 0.87 ulp for all normal positive numbers", arguments: Kernels.available)
  func logarithm(kernels: Kernels) {
    let worst = largestError(
      from: .leastNormalMagnitude, through: .greatestFiniteMagnitude, of: kernels.log,
      against: Foundation.log)
    #expect(worst <= 0.87)
  }

  @Test("tanh is within 1.34 ulp for all numbers", arguments: Kernels.available)
  func hyperbolicTangent(kernels: Kernels) {
    let worst = max(
      largestError(from: 0, through: .infinity, of: kernels.tanh, against: Foundation.tanh),
      largestError(from: -0.0, through: -.infinity, of: kernels.tanh, against: Foundation.tanh))
    #expect(worst <= 1.34)
  }

  // Accounts depend on each bit, whatever the compiler and the machine. The sums were made by this
  // code.
  @Test("the bits are those they have always been", arguments: Kernels.available)
  func golden(kernels: Kernels) {
    func checksum(
      from first: Float, through last: Float, _ kernel: (UnsafeMutablePointer<Float>, Int) -> Void
    ) -> UInt64 {
      var x = stride(from: first.bitPattern, through: last.bitPattern, by: 100_003)
        .map { Float(bitPattern: $0) }
      kernel(&x, x.count)
      return x.reduce(0) { ($0 ^ UInt64($1.bitPattern)) &* 0x100_0000_01b3 }
    }
    #expect(checksum(from: 0, through: 88, kernels.exp) == 0x02aa_1e93_982c_8701)
    #expect(checksum(from: -0.0, through: -87, kernels.exp) == 0x7388_5c3e_29e5_0a86)
    #expect(checksum(from: 0x1p-126, through: 0x1p127, kernels.log) == 0x06b2_c3cb_9cf7_fa45)
    #expect(checksum(from: 0, through: 100, kernels.tanh) == 0x5cd0_5e54_9d7a_8926)
  }

  @Test("the same at the ends and at every count", arguments: Kernels.available)
  func ends(kernels: Kernels) {
    for count in 1...33 {
      let x = [Float](repeating: 0, count: count)
      #expect(Guarded.after(x) { kernels.exp($0, count: count) } == x.map { _ in 1 })
      let one = x.map { _ in Float(1) }
      #expect(Guarded.after(one) { kernels.log($0, count: count) } == x)
      #expect(
        Guarded.after(x.map { _ in -.infinity }) { kernels.tanh($0, count: count) }
          == x.map { _ in -1 })
    }
    // What exp takes for −87 must not reach a sum of softmax terms, the largest of which is 1.
    let tiny = Guarded.after([-88, -1e30, -.infinity]) { kernels.exp($0, count: 3) }
    #expect(tiny.allSatisfy { $0 > 0 && $0 < 0x1p-125 })
  }

  /// The largest error, in units of the last place of the true result, over every ``step``th float
  /// from the one of smaller magnitude to the other, and that other.
  private func largestError(
    from first: Float, through last: Float,
    of kernel: (UnsafeMutablePointer<Float>, Int) -> Void, against truth: (Double) -> Double
  ) -> Double {
    let patterns = stride(from: first.bitPattern, through: last.bitPattern, by: Int(Self.step))
    let x = patterns.map { Float(bitPattern: $0) } + [last]
    var y = x
    kernel(&y, x.count)
    var worst = 0.0
    for (argument, result) in zip(x, y) {
      let exact = truth(Double(argument))
      // A Double of this binade has 29 more bits; the smallest floats share one unit.
      let unit = max(exact.ulp * 0x1p29, Double(Float.leastNonzeroMagnitude))
      let error = (Double(result) - exact).magnitude / unit
      if !(error <= worst) { worst = error }
    }
    return worst
  }
}
