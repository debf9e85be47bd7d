public import ApportionPrimitives
public import ApportionSimulation
public import ApportionValuation
import Synchronization

/// The outcome of every coalition of a round's clients, each evaluated once.
///
/// Player *p* is the client of `round.updates[p]`. Only this type maps clients to players. A coalition's
/// model is produced by the run's own strategy, with its state as it was at the start of the round; one
/// outcome serves every utility.
public final class RoundOutcomes: CoalitionOutcomes {
  public static let gameID = "multi-round"

  /// The round, simulated or recorded.
  public let round: Round
  /// The engine that coalitions were evaluated by: the chosen one if ``tabulate()`` was called.
  public var engine: Engine {
    known.withLock { $0.table != nil } || resolved == .reference ? resolved : .perCoalition
  }

  /// The engine chosen for the round; never `automatic`.
  private let resolved: Engine
  /// The examples that utilities are measured on.
  let evaluation: EvaluationSet
  private let threads: Int
  private let memory: Int?
  private let kernels: Kernels
  private let known = Mutex(Known())

  private struct Known {
    /// All outcomes in bitmask order, once they are evaluated.
    var table: [Outcome]?
    var single: [Coalition: Outcome] = [:]
    var stableShare: Double?

    subscript(coalition: Coalition) -> Outcome? {
      table.map { $0[coalition.index] } ?? single[coalition]
    }
  }

  /// Prepares the outcomes; nothing is evaluated until outcomes are requested.
  ///
  /// Utilities are measured on `evaluation`. Up to `threads` coalitions are evaluated at once, fewer if the
  /// workers' memory would exceed `memory` bytes, with the given `kernels`; none of these changes a result.
  ///
  /// - Throws: ``ReconstructionError/unfitEngine(engine:round:reason:)``, or what the strategy throws.
  public init(
    of round: Round, on evaluation: EvaluationSet, engine: Engine = .automatic, threads: Int,
    memory: Int? = nil, kernels: Kernels = .current
  ) throws {
    self.round = round
    resolved = try engine.resolved(for: round)
    self.evaluation = evaluation
    self.threads = threads
    self.memory = memory
    self.kernels = kernels
  }

  public var playerCount: Int { round.updates.count }

  /// The fraction of the panels evaluated by stable forms; nil if the engine has no choice.
  public var stableShare: Double? {
    known.withLock { resolved == .mixedAuto ? $0.stableShare : nil }
  }

  /// The number of coalitions evaluated so far.
  public var evaluations: Int { known.withLock { $0.table?.count ?? $0.single.count } }

  /// All coalitions evaluated so far, with their outcomes.
  public var evaluated: EvaluatedCoalitions {
    let (members, outcomes): ([[Int]]?, [Outcome]) = known.withLock { known in
      if let table = known.table { return (nil, table) }
      let single = known.single.map { (members: $0.members, outcome: $1) }
        .sorted { $0.members.lexicographicallyPrecedes($1.members) }
      return (single.map(\.members), single.map(\.outcome))
    }
    return EvaluatedCoalitions(
      exampleCount: evaluation.count, members: members, correct: outcomes.map(\.correct),
      lossSums: outcomes.map(\.lossSum))
  }

  /// The outcome of each coalition.
  ///
  /// - Cost: one model and one forward pass for each coalition not evaluated before.
  /// - Throws: ``ReconstructionError`` if a loss is not finite, or what the strategy throws.
  public func callAsFunction(_ coalitions: [Coalition]) async throws -> [Outcome] {
    if let table = known.withLock({ $0.table }) { return coalitions.map { table[$0.index] } }
    let missing = known.withLock { known in
      var asked = Set<Coalition>()
      return coalitions.filter { known[$0] == nil && asked.insert($0).inserted }
    }
    let found = try await concurrentMap(missing.count, width: threads) { [self] index in
      try outcomes(of: missing[index], on: [evaluation])[0]
    }
    return known.withLock { known in
      for (coalition, outcome) in zip(missing, found) { known.single[coalition] = outcome }
      return coalitions.compactMap { known[$0] }
    }
  }

  /// The outcomes of all coalitions, in bitmask order.
  ///
  /// - Cost: none after ``tabulate()``; otherwise that of each coalition not evaluated before.
  /// - Throws: as ``callAsFunction(_:)``.
  public func all() async throws -> [Outcome] {
    if let table = known.withLock({ $0.table }) { return table }
    return try await self(Coalition.all(playerCount))
  }

  /// Evaluates all coalitions at once.
  ///
  /// The empty and the grand coalition are evaluated by the actual models before and after the round, so that
  /// the total gains of successive rounds add up to that of the run.
  ///
  /// - Throws: ``ReconstructionError`` if a loss is not finite, or what the strategy throws.
  public func tabulate() async throws {
    let workers = try workers()
    guard let mixed = try MixedRound(round), resolved.isMixing else {
      let all = try await concurrentMap(1 << playerCount, width: workers) { [self] set in
        try outcomes(of: Coalition(index: set), on: [evaluation])[0]
      }
      return known.withLock { $0.table = all }
    }
    let (all, stablePanels) = try await table(mixed, on: evaluation, workers: workers)
    let share = Double(stablePanels) / Double(max(evaluation.panels.count, 1))
    known.withLock { ($0.table, $0.stableShare) = (all, share) }
  }

  /// The outcomes of all coalitions, in bitmask order, on each of the given parts of the examples.
  ///
  /// - Throws: ``ReconstructionError`` if a loss is not finite, or what the strategy throws.
  func tables(on parts: [EvaluationSet]) async throws -> [[Outcome]] {
    let workers = try workers()
    if let mixed = try MixedRound(round), resolved.isMixing {
      return try await concurrentMap(parts.count, width: workers) { [self] part in
        try await table(mixed, on: parts[part], workers: 1).outcomes
      }
    }
    let coalitions = try await concurrentMap(1 << playerCount, width: workers) { [self] set in
      try outcomes(of: Coalition(index: set), on: parts)
    }
    return parts.indices.map { part in coalitions.map { $0[part] } }
  }

  private func table(
    _ mixed: MixedRound, on evaluation: EvaluationSet, workers: Int
  ) async throws -> (outcomes: [Outcome], stablePanels: Int) {
    let table = try await evaluated(mixed, on: evaluation, workers: workers)
    let sets = 0..<1 << playerCount
    let before = try outcomes(of: .empty, on: [evaluation])[0]
    var outcomes = try sets.map { set in
      // Clients without weight do not change the model of a coalition.
      let members = set & mixed.weighty
      guard members != 0, members != mixed.weighty else { return before }
      return try finite(
        Outcome(
          correct: Int(table.correct[set]), lossSum: table.lossSums[set], count: evaluation.count),
        of: Coalition(index: set))
    }
    let after = try self.outcomes(of: .grand(playerCount), on: [evaluation])[0]
    for set in sets where set & mixed.weighty == mixed.weighty { outcomes[set] = after }
    return (outcomes, table.stablePanels)
  }

  private func evaluated(
    _ mixed: MixedRound, on evaluation: EvaluationSet, workers: Int
  ) async throws -> OutcomeTable {
    func table<Kind: CoalitionEngine & ~Copyable>(
      by makeEngine: @escaping @Sendable () -> Kind
    ) async throws -> OutcomeTable {
      try await .evaluated(
        by: makeEngine, players: playerCount, on: evaluation, workers: workers)
    }
    let kernels = kernels
    switch (resolved, round.network.layers.count) {
    case (.mixedDeep, _):
      return try await table { BlockedEngine(mixed, losses: true, kernels: kernels) }
    case (_, 1): return try await table { LinearEngine(mixed, losses: true, kernels: kernels) }
    default:
      let engine = resolved
      return try await table {
        HiddenLayerEngine(mixed, engine: engine, losses: true, kernels: kernels)
      }
    }
  }

  /// The number of workers that fit into the allowed memory.
  ///
  /// - Throws: ``ReconstructionError`` if not even one fits, or `ValuationError` if the machine cannot hold
  ///   the table of worths; in both cases before anything is allocated.
  private func workers() throws -> Int {
    try CoalitionTable.checkMemory(players: playerCount)
    let each = resolved.workerBytes(of: round.network, players: playerCount)
    let most = memory.map(Double.init) ?? .infinity
    guard each <= most else {
      throw ReconstructionError.tooLittleMemory(
        round: round.number, needed: each, allowed: most)
    }
    return max(1, Int(min(Double(threads), most / max(each, 1))))
  }

  private func outcomes(of coalition: Coalition, on parts: [EvaluationSet]) throws -> [Outcome] {
    if resolved == .reference {
      let engine = ReferenceEngine(round: round)
      return try parts.map { try finite(engine(coalition.members, on: $0), of: coalition) }
    }
    let model = try round.model(of: coalition.members)
    return try parts.map {
      try finite($0(round.network, model, kernels: kernels), of: coalition)
    }
  }

  private func finite(_ outcome: Outcome, of coalition: Coalition) throws -> Outcome {
    guard outcome.lossSum.isFinite else {
      throw ReconstructionError.nonFiniteLoss(
        round: round.number, clients: coalition.members.map { round.updates[$0].client },
        loss: outcome.loss)
    }
    return outcome
  }
}
