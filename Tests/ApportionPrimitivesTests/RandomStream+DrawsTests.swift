import ApportionPrimitives
import Testing

// Every case is a fixed draw, so it passes always or never. A mean may lie 4.5 of its standard
// errors from the truth: of 100 000 seeds, seven would not.
private let allowedErrors = 4.5

@Suite("RandomStream: draws")
struct RandomStreamDrawsTests {
  static let seeds: [UInt64] = [1, 2, 3]

  // Made by this code, like the golden numbers of RandomStreamTests.
  @Test("the draws are those they have always been")
  func golden() {
    let root = RandomStream(seed: 7).child("golden")
    var stream = root
    #expect((0..<2).map { _ in stream.uniform() } == [0.44321182953855864, 0.5938303846378503])
    stream = root
    #expect((0..<10).map { _ in stream.integer(below: 10) } == [4, 5, 4, 9, 4, 5, 1, 3, 9, 0])
    stream = root
    #expect((0..<2).map { _ in stream.normal() } == [-1.2754841328915183, -0.007449809445794599])
    stream = root
    #expect(
      [0.05, 0.5, 1, 3.7].map { stream.logGamma(shape: $0) } == [
        -9.967286523314298, -0.8559291384401052, 0.44994806254891595, 1.8468360010805083,
      ])
    stream = root
    #expect(
      stream.dirichlet([0.1, 1, 10]) == [
        0.00262170410252039, 0.019964482503353344, 0.9774138133941264,
      ])
    stream = root
    #expect(stream.permutation(of: 10) == [7, 9, 1, 0, 8, 2, 6, 3, 5, 4])
  }

  @Test("uniform numbers fill [0, 1) evenly, in steps of 2⁻⁵³", arguments: seeds)
  func uniform(seed: UInt64) {
    var stream = RandomStream(seed: seed)
    let draws = (0..<20_000).map { _ in stream.uniform() }
    #expect(draws.allSatisfy { $0 >= 0 && $0 < 1 })
    #expect(draws.allSatisfy { ($0 * 0x1p53).rounded() == $0 * 0x1p53 })
    #expect(draws.contains { ($0 * 0x1p52).rounded() != $0 * 0x1p52 }, "the last step is used")
    // The fourth cumulant of the uniform distribution is −1/120.
    expectMoments(of: draws, mean: 0.5, variance: 1.0 / 12, fourthCumulant: -1.0 / 120)
    let tenths = draws.map { Int($0 * 10) }
    expectEven(tenths, values: 10)
  }

  @Test("whole numbers below a bound are equally likely", arguments: seeds, [1, 2, 3, 7, 10, 97])
  func integer(seed: UInt64, bound: Int) {
    var stream = RandomStream(seed: seed).child("bound", bound)
    expectEven((0..<10_000).map { _ in stream.integer(below: bound) }, values: bound)
  }

  @Test("a bound close to 2⁶⁴ does not favour some remainders", arguments: seeds)
  func integerRejection(seed: UInt64) {
    // Of 2⁶⁴ words, 3 or 2 fall on each of 3 · 2⁶¹ numbers unless the surplus is turned away:
    // those that leave 2 when divided by 3 would come a quarter of the time, not a third.
    var stream = RandomStream(seed: seed)
    expectEven((0..<10_000).map { _ in stream.integer(below: 3 << 61) % 3 }, values: 3)
    #expect((0..<100).contains { _ in stream.integer(below: .max) > .max / 2 })
  }

  @Test("normal numbers have the moments and the tails", arguments: seeds)
  func normal(seed: UInt64) {
    var stream = RandomStream(seed: seed)
    let draws = (0..<20_000).map { _ in stream.normal() }
    expectMoments(of: draws, mean: 0, variance: 1, fourthCumulant: 0)
    // The third power has variance 15, the fourth mean 3 and variance 96.
    expectMean(of: draws.map { $0 * $0 * $0 }, is: 0, variance: 15)
    expectMean(of: draws.map { $0 * $0 * $0 * $0 }, is: 3, variance: 96)
    for (distance, chance) in [
      (0.5, 0.617_075_077), (1, 0.317_310_508), (2, 0.045_500_264), (3, 0.002_699_796),
    ] {
      for sign in [1.0, -1] {
        let outside = draws.map { sign * $0 > distance ? 1.0 : 0 }
        expectMean(of: outside, is: chance / 2, variance: chance / 2 * (1 - chance / 2))
      }
    }
    // Neighbours come from the same pair of uniform numbers when a generator is naive.
    let products = zip(draws, draws.dropFirst()).map { $0 * $1 }
    expectMean(of: products, is: 0, variance: 1)
  }

  /// ψ, ψ′ and ψ‴ at `shape`: mean, variance and fourth cumulant of the logarithm (mpmath 1.3).
  struct GammaCase: Sendable {
    var shape, digamma, trigamma, pentagamma: Double
  }
  static let gammas = [
    GammaCase(
      shape: 0.05, digamma: -20.497844991299, trigamma: 401.532357342115,
      pentagamma: 960_005.388322313),
    GammaCase(
      shape: 0.5, digamma: -1.963510026021, trigamma: 4.934802200545,
      pentagamma: 97.409091034002),
    GammaCase(
      shape: 1, digamma: -0.577215664902, trigamma: 1.644934066848, pentagamma: 6.493939402267),
    GammaCase(
      shape: 3.7, digamma: 1.167153539362, trigamma: 0.310037857670,
      pentagamma: 0.058279217956),
  ]

  @Test("gamma draws and their logarithms have the moments", arguments: [1, 2], gammas)
  func logGamma(seed: UInt64, gamma: GammaCase) {
    var stream = RandomStream(seed: seed)
    let logs = (0..<8000).map { _ in stream.logGamma(shape: gamma.shape) }
    expectMoments(
      of: logs, mean: gamma.digamma, variance: gamma.trigamma, fourthCumulant: gamma.pentagamma)
    expectMoments(
      of: logs.map(Elementary.exp), mean: gamma.shape, variance: gamma.shape,
      fourthCumulant: 6 * gamma.shape)
  }

  @Test(
    "equal concentrations give shares of mean 1/n and variance (n − 1) / (n²(nα + 1))",
    arguments: seeds, [(3, 0.1), (5, 1), (4, 10)])
  func dirichlet(seed: UInt64, setting: (n: Int, alpha: Double)) {
    let (n, alpha) = (setting.n, setting.alpha)
    var stream = RandomStream(seed: seed)
    let draws = (0..<1500).map { _ in
      stream.dirichlet([Double](repeating: alpha, count: n))
    }
    for shares in draws { expectShares(shares) }
    let mean = 1 / Double(n)
    let variance = Double(n - 1) / (Double(n * n) * (Double(n) * alpha + 1))
    for player in 0..<n {
      let shares = draws.map { $0[player] }
      expectMean(of: shares, is: mean, variance: variance)
      // (p − mean)⁴ ≤ (p − mean)², so the variance of the squares is at most that of p.
      expectMean(
        of: shares.map { ($0 - mean) * ($0 - mean) }, is: variance, variance: variance)
    }
  }

  @Test("unequal concentrations give shares in their proportion", arguments: seeds)
  func unequalDirichlet(seed: UInt64) {
    var stream = RandomStream(seed: seed)
    let concentrations = [0.3, 1.2, 4.5]
    let draws = (0..<1500).map { _ in stream.dirichlet(concentrations) }
    for (player, concentration) in concentrations.enumerated() {
      // A share is Beta(α, 6 − α), with variance m(1 − m) / 7.
      let mean = concentration / 6
      expectMean(of: draws.map { $0[player] }, is: mean, variance: mean * (1 - mean) / 7)
    }
  }

  @Test("a tiny concentration gives all to one, finite and summing to 1", arguments: seeds)
  func tinyDirichlet(seed: UInt64) {
    var stream = RandomStream(seed: seed)
    for alpha in [1e-3, 1e-6, 1e-10, 1e-100, 1e-300] {
      var winners: [Int] = []
      for _ in 0..<300 {
        let shares = stream.dirichlet([Double](repeating: alpha, count: 4))
        expectShares(shares)
        winners.append(shares.firstIndex { $0 > 0.5 } ?? -1)
      }
      // Below one in a million, no draw of these comes near a tie.
      if alpha <= 1e-6 { expectEven(winners, values: 4) }
    }
  }

  @Test("one share is everything, and of none there are none")
  func fewShares() {
    var stream = RandomStream(seed: 1)
    #expect(stream.dirichlet([0.3]) == [1])
    #expect(stream.dirichlet([]) == [])
  }

  @Test("a permutation holds every index once", arguments: seeds)
  func permutation(seed: UInt64) {
    var stream = RandomStream(seed: seed)
    for count in 0...40 {
      #expect(stream.permutation(of: count).sorted() == Array(0..<count))
    }
  }

  @Test("all orders of three are equally likely", arguments: seeds)
  func orders(seed: UInt64) {
    var stream = RandomStream(seed: seed)
    let all = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
    let drawn = (0..<6000).map { _ in all.firstIndex(of: stream.permutation(of: 3)) ?? -1 }
    expectEven(drawn, values: all.count)
  }

  @Test("a shuffle moves the elements as the permutation of the same stream says")
  func shuffle() {
    var (one, other) = (RandomStream(seed: 4), RandomStream(seed: 4))
    var letters = Array("abcdefgh")
    let before = letters
    one.shuffle(&letters)
    #expect(letters == other.permutation(of: 8).map { before[$0] })
    #expect(letters != before)
  }

  // MARK: What chance allows

  private func expectMean(
    of draws: [Double], is mean: Double, variance: Double,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let found = draws.reduce(0, +) / Double(draws.count)
    let standardError = (variance / Double(draws.count)).squareRoot()
    #expect(
      abs(found - mean) <= allowedErrors * standardError, sourceLocation: sourceLocation)
  }

  /// The mean has variance κ₂/n, and the mean square about the true mean (κ₄ + 2κ₂²)/n.
  private func expectMoments(
    of draws: [Double], mean: Double, variance: Double, fourthCumulant: Double,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    expectMean(of: draws, is: mean, variance: variance, sourceLocation: sourceLocation)
    expectMean(
      of: draws.map { ($0 - mean) * ($0 - mean) }, is: variance,
      variance: fourthCumulant + 2 * variance * variance, sourceLocation: sourceLocation)
  }

  /// Pearson's χ² of `values` equally likely outcomes stays below its 1 − 10⁻⁵ quantile.
  ///
  /// The quantile is that of Wilson & Hilferty's approximation (1931), which errs by some percent.
  private func expectEven(
    _ outcomes: [Int], values: Int, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    var counts = [Double](repeating: 0, count: values)
    for outcome in outcomes {
      guard counts.indices.contains(outcome) else {
        Issue.record("\(outcome) is not in 0..<\(values)", sourceLocation: sourceLocation)
        return
      }
      counts[outcome] += 1
    }
    guard values > 1 else { return }
    let expected = Double(outcomes.count) / Double(values)
    let square = counts.reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected }
    let freedom = Double(values - 1)
    let spread = 2 / (9 * freedom)
    let root = 1 - spread + 4.265 * spread.squareRoot()
    #expect(square < freedom * root * root * root, "\(counts)", sourceLocation: sourceLocation)
  }

  private func expectShares(
    _ shares: [Double], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(shares.allSatisfy { $0 >= 0 && $0 <= 1 }, sourceLocation: sourceLocation)
    // Each quotient and each addition may be half an ulp off.
    #expect(
      abs(shares.reduce(0, +) - 1) <= Double(shares.count) * 0x1p-52,
      sourceLocation: sourceLocation)
  }
}
