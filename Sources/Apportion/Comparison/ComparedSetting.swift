public import ApportionPrimitives
import ApportionValuation

/// What a comparison finds within one setting.
public struct ComparedSetting: Codable, Hashable, Sendable {
  /// One value per axis.
  public let values: [String]
  /// The names of the clients, in the order of their ids.
  public let clients: [String]
  /// What the intervals are over.
  public let unit: ComparisonUnit
  /// How many runs there are, those without shares included.
  public let runs: Int
  /// The runs that have no shares, and why; no statistic counts them.
  public let withheld: [WithheldRun]
  /// The runs whose training diverged; their shares tell who moved the model, not who improved it.
  public let diverged: [DivergedRun]
  /// The seeds whose retraining game has no shares, and why.
  public let withheldReferences: [WithheldReference]
  /// In the comparison's order.
  public let strategies: [ComparedStrategy]
  /// The noise floor of all fixed strategies together, each with as many repetitions, or of the
  /// control alone where nothing else is re-run; nil without re-runs.
  @NullWhenNil public private(set) var noiseFloor: ShareContrast?
  /// How far the same share for everybody is from the reference, which an account must beat; nil
  /// where the reference is an order.
  @NullWhenNil public private(set) var equalSplit: ShareContrast?
  /// The closed form of its mean squared L2, where the reference is size and the sizes are drawn
  /// from a symmetric Dirichlet distribution.
  @NullWhenNil public private(set) var expectedEqualSplit: Double?
  /// Every two strategies.
  public let pairs: [StrategyPair]
  /// Nil for fewer than two fixed strategies.
  @NullWhenNil public private(set) var agreement: StrategyAgreement?
  /// Nil where nothing is varied, or no shares are left to decompose.
  @NullWhenNil public private(set) var variance: ShareVariance?
  /// Nil where FedRandom was not run, or nothing beside it.
  @NullWhenNil public private(set) var fedRandom: FedRandomTrial?

  init(_ table: ShareTable, _ reference: ReferenceTable) {
    let settings = table.settings
    values = table.setting.values
    clients = table.clients[0].map(\.name)
    unit = table.unit
    runs = settings.runsPerSetting
    withheld = table.withheld
    diverged = table.diverged
    withheldReferences = reference.withheld
    strategies = settings.strategies.map { ComparedStrategy($0, table, reference) }
    let limit = settings.repeats > 1 ? settings.repeats : Int.max
    let reruns = settings.fixedStrategies.map { table.reruns(of: $0, limit: limit) }
    noiseFloor = ShareContrast(
      settings.seeds.indices.map { seed in reruns.flatMap { $0[seed] } },
      level: settings.confidence, using: table.stream.child("noise floor"))
    if reference.areAmounts {
      let equal = EqualSplit.shares(players: table.clientCount)
      equalSplit = ShareContrast(
        reference.shares.map { $0.map { [(first: equal, second: $0)] } ?? [] },
        level: settings.confidence, using: table.stream.child("equal split"))
    }
    if settings.reference == .size {
      expectedEqualSplit = table.setting.concentration.map {
        EqualSplit.expectedSquaredDistance(players: table.clientCount, concentration: $0)
      }
    }
    pairs = settings.strategies.indices.flatMap { later in
      (0..<later).map {
        StrategyPair(settings.strategies[$0], settings.strategies[later], table)
      }
    }
    agreement = StrategyAgreement(table)
    variance = ShareVariance(table)
    fedRandom = FedRandomTrial(table, reference)
  }
}
