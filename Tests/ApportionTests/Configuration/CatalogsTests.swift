import Apportion
import Testing

@Suite("Catalogs of one's own")
struct CatalogsTests {
  /// The mean of the models, whatever their sizes.
  struct PlainMean: StatelessStrategy {
    static let id = "plain-mean"
    static let summary = "mean of the clients' models, unweighted"
    var factor = 1.0

    func aggregate(_ updates: [ClientUpdate], into global: Parameters) throws -> Parameters {
      var mean = Parameters.zeros(like: global)
      for update in updates {
        for index in mean.values.indices {
          mean.values[index] += update.parameters.values[index] / Float(updates.count)
        }
      }
      return mean
    }
  }

  /// Everybody is worth the same.
  struct EqualParts: ValuationMethod {
    static let id = "equal-parts"
    static let summary = "what all gain, divided equally"
    var estimand: Semivalue? { nil }
    var guarantees: Axioms { [] }

    func evaluations(forPlayers count: Int) -> Int { 2 }

    func attribute(
      _ game: some CoalitionGame, using stream: RandomStream
    ) async throws -> Attribution {
      let ends = try await game.worths(of: [.empty, .grand(game.playerCount)])
      let part = (ends[1] - ends[0]) / Double(game.playerCount)
      return Attribution(
        values: Array(repeating: part, count: game.playerCount), evaluations: 2,
        guarantees: guarantees)
    }
  }

  static let catalogs = {
    var catalogs = Catalogs.builtIn
    catalogs.strategies = catalogs.strategies.adding(PlainMean.self)
    catalogs.methods = catalogs.methods.adding(EqualParts.self)
    return catalogs
  }()

  static let yaml = """
    dataset: {kind: synthetic, clients: 3, features: 2, classes: 2, maximum_examples: 60}
    partition: {kind: sites}
    training: {rounds: 2}
    strategy: {kind: fed-random, of: [{kind: plain-mean, factor: 2}, {kind: fed-avg}]}
    valuation: [{method: equal-parts}]

    """

  @Test("are what a config may name, alone or in a list, and it runs")
  func named() async throws {
    let configuration = try Configuration(yaml: Self.yaml, catalogs: Self.catalogs)
    let strategy = try #require(configuration.strategy as? FedRandom)
    #expect(strategy == FedRandom(of: [PlainMean(factor: 2), FedAvg()]))
    let copy = try Configuration(yaml: configuration.yaml(), catalogs: Self.catalogs)
    #expect(copy.parts == configuration.parts)

    let result = try await Experiment(configuration).run(threads: 1)
    let values = try #require(result.contributions(method: "equal-parts", utility: .loss)).values
    #expect(values[0] != 0 && Set(values).count == 1)
  }

  @Test("are nothing to a config that is not read with them")
  func unknown() {
    let error = #expect(throws: ConfigError.self) { try Configuration(yaml: Self.yaml) }
    #expect(
      error?.description == """
        config:4:36: `strategy.of[0].kind` is an unknown strategy "plain-mean"; it may be one of: \
        \(Catalog.strategies.ids.joined(separator: ", "))
        """)
  }
}
