import Apportion
import Testing

@Suite("ComparisonReference")
struct ComparisonReferenceTests {
  static func settings(_ reference: ComparisonReference) -> ComparisonSettings {
    ComparisonSettings(strategies: ["fed-avg"], seeds: [1, 2], reference: reference)
  }

  static func runs(_ corruption: [Corruption] = []) -> [ComparedRun] {
    madeRuns(settings(.size), corruption: corruption) { _, _, _ in [0.5, 0.3, 0.2] }
  }

  static func corruption(labels: Double = 0, features: Double = 0, free: Bool = false) -> Corruption
  {
    var corruption = Corruption()
    (corruption.labelNoise, corruption.featureNoise) = (labels, features)
    corruption.freeRider = free
    return corruption
  }

  @Test("of quality is an order: the less corrupted is above, a free-rider below all")
  func quality() throws {
    let kinds = [Self.corruption(features: 0.1), Self.corruption(features: 0.4)]
    let free = Self.corruption(labels: 0.9, free: true)
    let comparison = try Comparison(Self.runs(kinds + [free]), settings: Self.settings(.quality))
    let result = try #require(comparison.results.first)
    let reference = try #require(result.strategies[0].reference)
    #expect(reference.distances.isEmpty)
    #expect(reference.differences == nil)
    #expect(reference.kendall?.mean == 1)
    #expect(reference.topOverlap == [1, 1])
    #expect(result.equalSplit == nil)

    let turned = try Comparison(
      Self.runs([free] + kinds.reversed()), settings: Self.settings(.quality))
    #expect(turned.results[0].strategies[0].reference?.spearman?.mean == -1)
  }

  @Test("of quality needs a corruption that orders clients")
  func noOrder() {
    let settings = Self.settings(.quality)
    expectMessage(
      """
      `reference` is quality, but all clients are equally corrupted in seed 1; corrupt some of them \
      more, or choose another `reference`
      """
    ) { try Comparison(Self.runs(), settings: settings) }
    expectMessage(
      """
      `reference` is quality, but in seed 1 neither client 0 (label noise 0.5) nor client 1 \
      (feature noise 1.0) is the worse; corrupt all clients in the same way, or choose another \
      `reference`
      """
    ) {
      try Comparison(
        Self.runs([Self.corruption(labels: 0.5), Self.corruption(features: 1)]),
        settings: settings)
    }
  }

  @Test("of retraining takes the shares of each seed's game by the same rule")
  func retraining() throws {
    let games = [
      RetrainedGame(setting: [], seed: 2, values: [5, 3, 2]),
      RetrainedGame(setting: [], seed: 1, values: [3, 5, 2]),
    ]
    let settings = Self.settings(.retraining)
    let comparison = try Comparison(Self.runs(), settings: settings, retrained: games)
    let distance = comparison.results[0].strategies[0].reference?.distance(.squaredL2)
    #expect(isClose(distance?.mean, 0.04))
    #expect(isClose(distance?.maximum, 0.08))
    #expect(comparison.results[0].withheldReferences.isEmpty)
    #expect(comparison.results[0].expectedEqualSplit == nil)
    #expect(
      try Comparison(Self.runs(), settings: settings, retrained: games.reversed()) == comparison)
  }

  @Test("of retraining is listed where it has no shares")
  func withheld() throws {
    let games = [
      RetrainedGame(setting: [], seed: 1, values: [1, -1, 0]),
      RetrainedGame(setting: [], seed: 2, values: [5, 3, 2]),
    ]
    let comparison = try Comparison(
      Self.runs(), settings: Self.settings(.retraining), retrained: games)
    let result = comparison.results[0]
    #expect(result.withheldReferences.map(\.seed) == [1])
    #expect(result.withheldReferences.map(\.reason) == ["the values sum to nearly zero"])
    #expect(result.strategies[0].reference?.pairs == 1)
    #expect(result.equalSplit?.pairs == 1)
  }

  @Test("of retraining needs one game of the right shape for each setting and seed")
  func games() {
    func compare(
      _ games: [RetrainedGame], _ reference: ComparisonReference = .retraining
    ) throws -> Comparison {
      try Comparison(Self.runs(), settings: Self.settings(reference), retrained: games)
    }
    let first = RetrainedGame(setting: [], seed: 1, values: [1, 2, 3])
    expectMessage(
      "the retraining game of seed 2 is missing; let it finish, or choose another `reference`"
    ) { try compare([first]) }
    expectMessage("the retraining game of seed 1 is given 2 times; keep only one of them") {
      try compare([first, first])
    }
    expectMessage(
      "the retraining game of seed 7 belongs to no run of this comparison; leave it out"
    ) { try compare([first, RetrainedGame(setting: [], seed: 7, values: [1, 2, 3])]) }
    expectMessage(
      """
      the retraining game of seed 1 has 2 values, but 3 clients; retrain it with the clients of \
      the runs
      """
    ) { try compare([RetrainedGame(setting: [], seed: 1, values: [1, 2])]) }
    expectMessage(
      """
      the retraining game of seed 1 has the value nan for client 1, which has no share; retrain \
      it with a smaller learning rate, or another utility
      """
    ) { try compare([RetrainedGame(setting: [], seed: 1, values: [1, .nan, 3])]) }
    expectMessage(
      """
      retraining games are given, but `reference` is size; leave them out, or set `reference` to \
      retraining
      """
    ) { try compare([first], .size) }
  }
}

/// Expects an error that says exactly this.
func expectMessage(
  _ message: String, sourceLocation: SourceLocation = #_sourceLocation,
  _ body: () throws -> some Any
) {
  do {
    _ = try body()
    Issue.record("nothing was thrown", sourceLocation: sourceLocation)
  } catch {
    #expect("\(error)" == message, sourceLocation: sourceLocation)
  }
}
