import ApportionPrimitives
import ApportionValuation
import Synchronization
import Testing

@Suite("Variances of drawn players")
struct DrawnPopulationTests {
  /// n, and the player whose value it is.
  static let (players, own) = (8, 0.5)

  /// The two ways, with about the same number of evaluations.
  static let ways = ["double Monte Carlo", "pick-and-freeze"]

  static func variance(
    _ way: String, of population: Numbers, seed: Int, effort: Int = 1
  ) async throws -> PopulationVariance {
    let stream = RandomStream(seed: 21).child("repeat", seed)
    return way == ways[0]
      ? try await population.doubleMonteCarlo(
        of: own, players: players, frozen: 40 * effort, completions: 10, using: stream)
      : try await population.pickAndFreeze(
        of: own, players: players, pairs: 200 * effort, using: stream)
  }

  /// Expects the mean over repeats within 4 of its standard errors.
  static func expect(
    _ estimates: [Double], about truth: Double, _ what: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let count = Double(estimates.count)
    let mean = estimates.reduce(0, +) / count
    let squares = estimates.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let error = (squares / (count - 1) / count).squareRoot()
    #expect(
      abs(mean - truth) <= 4 * error + 1e-12, "\(what): \(mean) ± \(error), not \(truth)",
      sourceLocation: sourceLocation)
  }

  @Test("are those of players whose worth is their mean", arguments: ways)
  func means(way: String) async throws {
    // φ₀ is linear in the others, by (Hₙ − 1)/n of their mean.
    let n = Double(Self.players)
    let harmonic = (1...Self.players).reduce(0) { $0 + 1 / Double($1) }
    let variances = try await Self.repeats(
      way, of: Numbers { $0.isEmpty ? 0 : $0.reduce(0, +) / Double($0.count) })
    let slope = (harmonic - 1) / n * Numbers.deviation
    Self.expect(variances.map(\.shared), about: slope * slope, "ζ₁")
    Self.expect(
      variances.map(\.value), about: (Self.own + (harmonic - 1) * (Self.own - Numbers.mean)) / n,
      "φ")
  }

  @Test("are those of players whose worth is the square of their sum", arguments: ways)
  func squares(way: String) async throws {
    // h = z² + 2 z ΣS, and φ = z Σ of all, so that the first order is all there is.
    let (n, z) = (Double(Self.players), Self.own)
    let variance = Numbers.deviation * Numbers.deviation
    let variances = try await Self.repeats(
      way, of: Numbers { $0.reduce(0, +) * $0.reduce(0, +) }, effort: 4)
    let shared = z * z * (n - 1) * (n - 1) * variance
    Self.expect(variances.map(\.shared), about: shared, "ζ₁")
    Self.expect(variances.map(\.value), about: z * z + z * (n - 1) * Numbers.mean, "φ")
    // The sum of k − 1 numbers, k even in 1 to n.
    let spread = variance * (n - 1) / 2 + Numbers.mean * Numbers.mean * (n * n - 1) / 12
    Self.expect(variances.map(\.full), about: 4 * z * z * spread, "ζ")

    // The error of ζ₁ is what the repeats show, and small next to it in all of them together.
    let center = variances.reduce(0) { $0 + $1.shared } / Double(variances.count)
    let squares = variances.reduce(0) { $0 + ($1.shared - center) * ($1.shared - center) }
    let seen = (squares / Double(variances.count - 1)).squareRoot()
    let said = variances.reduce(0) { $0 + $1.sharedError } / Double(variances.count)
    #expect((0.75...1.25).contains(said / seen), "\(said), but \(seen) was seen")
    #expect(seen / Double(variances.count).squareRoot() < 0.1 * shared)
  }

  @Test("of the exact value are those of games that are drawn afresh", arguments: ways)
  func fresh(way: String) async throws {
    let population = Numbers { $0.reduce(0, +) * $0.reduce(0, +) }
    let error = try await Self.variance(way, of: population, seed: 0, effort: 20).standardError()
    var values: [Double] = []
    for game in 0..<2000 {
      let stream = RandomStream(seed: 22).child("game", game)
      let others = (1..<Self.players).map { population.number(using: stream.child("player", $0)) }
      values.append(Self.own * (Self.own + others.reduce(0, +)))
    }
    let mean = values.reduce(0, +) / 2000
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 1999
    // 2,000 draws know a standard deviation to 2 %, and the estimate its own to some 5 %.
    #expect(abs(try #require(error) / variance.squareRoot() - 1) < 0.2)
  }

  @Test("are nothing where players add up, whoever the others are", arguments: ways)
  func additive(way: String) async throws {
    let variances = try await Self.repeats(way, of: Numbers { $0.reduce(0, +) })
    Self.expect(variances.map(\.shared), about: 0, "ζ₁")
    for variance in variances {
      #expect(abs(variance.value - Self.own) < 1e-12)
      #expect(abs(variance.full) < 1e-12)
    }
    // What is 0 is estimated below as often as above, and no error is made of what is below.
    #expect(variances.contains { $0.standardError() == nil })
    #expect(variances.contains { $0.standardError() != nil })
  }

  @Test("add the sampling of an estimate, whose sets are drawn too")
  func samples() async throws {
    let variance = try await Self.variance(
      "pick-and-freeze", of: Numbers { $0.reduce(0, +) * $0.reduce(0, +) }, seed: 0)
    let exact = try #require(variance.standardError())
    let estimated = try #require(variance.standardError(samples: 5))
    #expect(abs(exact * exact / (variance.shared / 7) - 1) < 1e-12)
    #expect(abs((estimated * estimated - exact * exact) / (variance.full / 5) - 1) < 1e-12)
  }

  @Test("cost what they say, and come again for the same stream", arguments: ways)
  func honest(way: String) async throws {
    let asked = Mutex(0)
    let population = Numbers {
      asked.withLock { $0 += 1 }
      return $0.reduce(0, +)
    }
    let first = try await Self.variance(way, of: population, seed: 3)
    #expect(first.evaluations == 800)
    #expect(asked.withLock { $0 } == 800)
    #expect(try await Self.variance(way, of: population, seed: 3) == first)
    #expect(try await Self.variance(way, of: population, seed: 4) != first)
  }

  @Test("refuse worths that are no numbers", arguments: ways)
  func notFinite(way: String) async {
    let population = Numbers { $0.count == 3 ? .nan : 1 }
    let error = await #expect(throws: ValuationError.self) {
      try await Self.variance(way, of: population, seed: 0)
    }
    #expect(
      error?.description == """
        the worth of 3 drawn players is nan; worths must be finite
        """)
  }

  static func repeats(
    _ way: String, of population: Numbers, effort: Int = 1
  ) async throws -> [PopulationVariance] {
    var variances: [PopulationVariance] = []
    for seed in 0..<100 {
      variances.append(try await variance(way, of: population, seed: seed, effort: effort))
    }
    return variances
  }
}

/// Players who are normal numbers.
struct Numbers: PlayerPopulation {
  static let (mean, deviation) = (1.0, 2.0)

  let worth: @Sendable ([Double]) -> Double

  init(worth: @escaping @Sendable ([Double]) -> Double) { self.worth = worth }

  func number(using stream: RandomStream) -> Double {
    var stream = stream
    return Self.mean + Self.deviation * stream.normal()
  }

  func player(using stream: RandomStream) async throws -> Double { number(using: stream) }

  func worths(of sets: [[Double]]) async throws -> [Double] { sets.map(worth) }
}
