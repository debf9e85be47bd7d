import ApportionPrimitives
import Foundation
import Testing

// The system's functions are themselves right to within one ulp, and ours to within two.
@Suite("Elementary")
struct ElementaryTests {
  @Test("exp agrees with the system's to 2 ulp wherever the result is a normal number")
  func exponential() {
    // √2/64 is not a round number of anything, so the sweep meets all remainders of ln 2.
    for x in stride(from: -708.39, through: 709.78, by: 2.0.squareRoot() / 64) {
      expectClose(Elementary.exp(x), Foundation.exp(x), at: x)
    }
    for exponent in -60...0 {
      for x in [1, -1, 1.5, -1.9375] {
        let x = scalbn(x, exponent)
        expectClose(Elementary.exp(x), Foundation.exp(x), at: x)
      }
    }
  }

  @Test("log agrees with the system's to 2 ulp, close to 1 as well")
  func logarithm() {
    for pattern in stride(
      from: Double.leastNormalMagnitude.bitPattern,
      through: Double.greatestFiniteMagnitude.bitPattern, by: 0x7fe0_0000_0000_0000 / 30_011)
    {
      let x = Double(bitPattern: pattern)
      expectClose(Elementary.log(x), Foundation.log(x), at: x)
    }
    for x in stride(from: 0.5, through: 2, by: 0x1p-13 + 0x1p-40) {
      expectClose(Elementary.log(x), Foundation.log(x), at: x)
    }
    for exponent in -53...(-1) {
      for x in [1 + scalbn(1.0, max(exponent, -52)), 1 - scalbn(1.0, exponent)] {
        expectClose(Elementary.log(x), Foundation.log(x), at: x)
      }
    }
    let root = 2.0.squareRoot()
    for x in [root / 2, root].flatMap({ [$0.nextDown, $0, $0.nextUp] }) {
      expectClose(Elementary.log(x), Foundation.log(x), at: x)
    }
  }

  @Test("exact where the answer is")
  func exact() {
    #expect(Elementary.exp(0) == 1)
    #expect(Elementary.log(1) == 0)
    #expect(Elementary.log(1).sign == .plus)
  }

  @Test("exp runs out to infinity and to zero, by way of the denormal numbers")
  func endsOfExponential() {
    // The logarithm of the largest number, rounded down.
    let last = 709.782712893384
    expectClose(Elementary.exp(last), Foundation.exp(last), at: last)
    for x in [709.7828, 710, 711, 1e300, Double.infinity] {
      #expect(Elementary.exp(x) == .infinity)
      #expect(Elementary.exp(min(-x, -745.2)) == 0)
    }
    for x in stride(from: -745.1, through: -708.4, by: 0.37) {
      // The units of a denormal result are those of the smallest number; one more for the second
      // rounding.
      let error = abs(Elementary.exp(x) - Foundation.exp(x))
      #expect(error <= max(3 * Double.leastNonzeroMagnitude, 2 * Foundation.exp(x).ulp))
    }
  }

  @Test("log takes zero, infinity and the denormal numbers")
  func endsOfLogarithm() {
    #expect(Elementary.log(0) == -.infinity)
    #expect(Elementary.log(-0.0) == -.infinity)
    #expect(Elementary.log(.infinity) == .infinity)
    for x in [
      .leastNonzeroMagnitude, 3 * .leastNonzeroMagnitude, 0x1.8p-1050,
      .leastNormalMagnitude.nextDown, .greatestFiniteMagnitude,
    ] as [Double] {
      expectClose(Elementary.log(x), Foundation.log(x), at: x)
    }
  }

  private func expectClose(
    _ ours: Double, _ systems: Double, at x: Double,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    if abs(ours - systems) <= 2 * systems.ulp { return }
    Issue.record(
      "at \(x): \(ours), but the system has \(systems)", sourceLocation: sourceLocation)
  }
}
