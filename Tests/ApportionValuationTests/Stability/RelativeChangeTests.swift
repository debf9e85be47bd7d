import ApportionPrimitives
import ApportionValuation
import Testing

@Suite("RelativeChange")
struct RelativeChangeTests {
  static let stream = RandomStream(seed: 1)

  @Test("is that of the means, not the mean of those of the trials")
  func ratio() throws {
    let found = try #require(RelativeChange(of: [1, 3], against: [4, 4], using: Self.stream))
    #expect(found.change == -0.5)
    #expect(found.interval == ConfidenceInterval(lower: -0.75, upper: -0.25, level: 0.95))
    let uneven = try #require(
      RelativeChange(of: [1, 10], against: [0.5, 21.5], using: Self.stream))
    #expect(uneven.change == -0.5)
  }

  @Test("has no width where all trials change alike, and no interval for one")
  func still() throws {
    let found = try #require(
      RelativeChange(of: [1, 2, 4], against: [2, 4, 8], level: 0.9, using: Self.stream))
    #expect(found.interval == ConfidenceInterval(lower: -0.5, upper: -0.5, level: 0.9))
    let single = try #require(RelativeChange(of: [3], against: [2], using: Self.stream))
    #expect((single.change, single.interval) == (0.5, nil))
  }

  @Test("is undefined without trials, and against nothing")
  func undefined() {
    #expect(RelativeChange(of: [], against: [], using: Self.stream) == nil)
    #expect(RelativeChange(of: [1, 2], against: [1, 0], using: Self.stream) == nil)
  }

  @Test("needs pairs, and resamples enough for its level")
  func mistakes() async {
    await #expect(processExitsWith: .failure) {
      _ = RelativeChange(of: [1], against: [1, 2], using: RandomStream(seed: 1))
    }
    await #expect(processExitsWith: .failure) {
      _ = RelativeChange(
        of: [1, 2], against: [1, 2], level: 0.99, resamples: 9, using: RandomStream(seed: 1))
    }
  }
}
