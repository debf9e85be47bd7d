import ApportionPrimitives
import ApportionSimulation
import Testing

@Suite("Squared distance")
struct SquaredDistanceTests {
  static func numbers(_ count: Int, _ name: String) -> [Float] {
    var draws = RandomStream(seed: 70).child(name, count)
    return (0..<count).map { _ in Float(draws.normal()) }
  }

  @Test("is the sum of the squared differences", arguments: [0, 1, 2, 7, 8, 9, 15, 16, 17, 1000])
  func definition(count: Int) {
    let (a, b) = (Self.numbers(count, "a"), Self.numbers(count, "b"))
    let distance = Parameters(a).squaredDistance(to: Parameters(b))
    let truth = naiveSquare(a, b)
    // Positive terms: each sum loses at most 2⁻⁵³ of what it is, and there are `count` of them.
    #expect(abs(distance - truth) <= Double(count) * 0x1p-52 * truth)
    #expect(Parameters(b).squaredDistance(to: Parameters(a)) == distance)
    #expect(Parameters(a).squaredDistance(to: Parameters(a)) == 0)
  }

  @Test("counts every place once", arguments: 1...20)
  func places(count: Int) {
    for place in 0..<count {
      var other = [Float](repeating: 0, count: count)
      other[place] = 3
      let origin = Parameters(Array(repeating: 0, count: count))
      #expect(origin.squaredDistance(to: Parameters(other)) == 9)
    }
  }

  @Test("does not overflow, nor lose what is small")
  func range() {
    let huge = Float.greatestFiniteMagnitude
    let distance = Parameters([huge]).squaredDistance(to: Parameters([-huge]))
    #expect(distance == 4 * Double(huge) * Double(huge))
    #expect(Parameters([1e-30]).squaredDistance(to: Parameters([0])) > 0)
  }
}
