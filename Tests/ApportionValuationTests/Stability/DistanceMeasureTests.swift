import ApportionValuation
import Foundation
import Testing

@Suite("DistanceMeasure")
struct DistanceMeasureTests {
  static let a = [0.5, 0.3, 0.2]
  static let b = [0.25, 0.25, 0.5]

  // The cosine is 0.3 / √(0.38 · 0.375). Jensen and Shannon's is the square of
  // jensenshannon(a, b) of scipy 1.17.1.
  static let figures: [(measure: DistanceMeasure, expected: Double)] = [
    (.squaredL2, 0.155), (.l2, 0.39370039370059057), (.lInfinity, 0.3), (.totalVariation, 0.3),
    (.cosine, 0.20528058576097374), (.jensenShannon, 0.055_582_470_863_469_35),
  ]

  @Test("agrees with the formula worked by hand", arguments: figures)
  func worked(measure: DistanceMeasure, expected: Double) throws {
    #expect(abs(try #require(measure(Self.a, Self.b)) - expected) < 1e-15)
  }

  @Test("is the same both ways, and 0 from a vector to itself", arguments: DistanceMeasure.allCases)
  func metric(measure: DistanceMeasure) {
    #expect(measure(Self.a, Self.b) == measure(Self.b, Self.a))
    #expect(measure(Self.a, Self.a) == 0)
    #expect(measure([1], [1]) == 0)
  }

  @Test("the most that can be: everything changes hands")
  func opposites() throws {
    let (mine, yours) = ([1.0, 0], [0.0, 1])
    let found = DistanceMeasure.allCases.map { $0(mine, yours) }
    #expect(found.dropLast() == [2, 2.0.squareRoot(), 1, 1, 1])
    #expect(abs(try #require(found[5]) - log(2)) < 1e-15)
  }

  @Test("negative shares have every distance but Jensen and Shannon's")
  func negative() {
    let owing = [1.2, -0.2]
    let even = [0.5, 0.5]
    for measure in DistanceMeasure.allCases {
      #expect((measure(owing, even) == nil) == (measure == .jensenShannon))
      #expect((measure(even, owing) == nil) == (measure == .jensenShannon))
    }
    #expect(DistanceMeasure.jensenShannon([0.5, 0.6], even) == nil)
  }

  @Test("a vector of zeros has no direction")
  func zeros() {
    #expect(DistanceMeasure.cosine([0, 0], [1, 0]) == nil)
    #expect(DistanceMeasure.cosine([1, 0], [0, 0]) == nil)
    #expect(DistanceMeasure.l2([0, 0], [1, 0]) == 1)
  }

  @Test("the cosine distance does not lose small angles to cancellation")
  func smallAngles() throws {
    // Turned by 10⁻⁸: 1 − cos is half the square of that.
    let distance = try #require(DistanceMeasure.cosine([1, 0], [1, 1e-8]))
    #expect(abs(distance / 5e-17 - 1) < 1e-7)
    #expect(DistanceMeasure.cosine([1, 2], [-1, -2]).map { abs($0 - 2) < 1e-15 } == true)
  }

  @Test("is named in kebab-case")
  func names() {
    #expect(
      DistanceMeasure.allCases.map(\.rawValue) == [
        "squared-l2", "l2", "l-infinity", "total-variation", "cosine", "jensen-shannon",
      ])
  }

  @Test("shares of different players have none")
  func lengths() async {
    await #expect(processExitsWith: .failure) { _ = DistanceMeasure.l2([1], [0.5, 0.5]) }
  }
}
