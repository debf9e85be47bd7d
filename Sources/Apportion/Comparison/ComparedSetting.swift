public import ApportionPrimitives
import ApportionValuation

/// The results of a comparison for one setting.
public struct ComparedSetting: Codable, Hashable, Sendable {
  /// The value of each axis, in the order of the axes.
  public let values: [String]
  /// The names of the clients, in the order of their ids.
  public let clients: [String]
  /// What the confidence intervals treat as independent: seeds or repetitions.
  public let unit: ComparisonUnit
  /// The number of runs, including those without shares.
  public let runs: Int
  /// The runs that have no shares, and why; they enter no statistic.
  public let withheld: [WithheldRun]
  /// The runs whose training diverged; their shares show which clients changed the model, not which
  /// improved it.
  public let diverged: [DivergedRun]
  /// The seeds whose retraining game has no shares, and why.
  public let withheldReferences: [WithheldReference]
  /// The results of each strategy, in the comparison's order.
  public let strategies: [ComparedStrategy]
  /// The noise floor.
  ///
  /// It is that of all fixed strategies together, each with the same number of repetitions, or of the
  /// control alone if nothing else is re-run; nil without re-runs.
  @NullWhenNil public private(set) var noiseFloor: ShareContrast?
  /// The distance of equal shares from the reference, which an account should fall below; nil if the
  /// reference is an order.
  @NullWhenNil public private(set) var equalSplit: ShareContrast?
  /// The closed form of the equal split's mean squared L2 distance.
  ///
  /// Present if the reference is size and the sizes are drawn from a symmetric Dirichlet distribution.
  @NullWhenNil public private(set) var expectedEqualSplit: Double?
  /// One entry for each pair of strategies.
  public let pairs: [StrategyPair]
  /// The agreement between strategies, or nil for fewer than two fixed strategies.
  @NullWhenNil public private(set) var agreement: StrategyAgreement?
  /// The decomposition of the variance, or nil if nothing varies or no shares remain to decompose.
  @NullWhenNil public private(set) var variance: ShareVariance?
  /// The trial of FedRandom, or nil if FedRandom was not run or was the only strategy.
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
