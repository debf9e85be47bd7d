public import ApportionPrimitives
public import ApportionSimulation
public import ApportionValuation
import Synchronization

/// What every coalition of a round's clients would have produced, each evaluated once.
///
/// Player *p* is the client of `round.updates[p]`. This is the only place where clients become
/// players. A coalition's model is made by the rule that the round really used, its memory as it was
/// at the start of the round; the outcome serves every utility.
public final class RoundOutcomes: CoalitionOutcomes {
  public static let gameID = "multi-round"

  public let round: Round
  /// The engine that coalitions were evaluated by: one for all of them where ``tabulate()`` was called.
  public var engine: Engine {
    known.withLock { $0.table != nil } || resolved == .reference ? resolved : .perCoalition
  }

  /// Never `automatic`.
  private let resolved: Engine
  /// What utilities are measured on.
  let evaluation: EvaluationSet
  private let threads: Int
  private let memory: Int?
  private let kernels: Kernels
  private let known = Mutex(Known())

  private struct Known {
    /// All outcomes in bitmask order, once they are there.
    var table: [Outcome]?
    var single: [Coalition: Outcome] = [:]
    var stableShare: Double?

    subscript(coalition: Coalition) -> Outcome? {
      table.map { $0[coalition.index] } ?? single[coalition]
    }
  }

  /// Nothing is evaluated before it is asked for.
  ///
  /// Utilities are measured on `evaluation`. `threads` coalitions are evaluated at once, fewer where the
  /// workers' memory would come to more than `memory` bytes, and `kernels` run; none of these changes
  /// a result.
  ///
  /// - Throws: ``ReconstructionError/unfitEngine(engine:round:reason:)``, or what the rule throws.
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

  /// The fraction of the examples' panels that were evaluated by stable forms, or nil where the engine
  /// has no choice.
  public var stableShare: Double? {
    known.withLock { resolved == .mixedAuto ? $0.stableShare : nil }
  }

  /// How many coalitions have been evaluated.
  public var evaluations: Int { known.withLock { $0.table?.count ?? $0.single.count } }

  /// All that have been evaluated, and how they do.
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
  /// - Throws: ``ReconstructionError`` when a loss is not finite, or what the rule throws.
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
  /// - Cost: none after ``tabulate()``; else that of each coalition not evaluated before.
  /// - Throws: as ``callAsFunction(_:)``.
  public func all() async throws -> [Outcome] {
    if let table = known.withLock({ $0.table }) { return table }
    return try await self((0..<1 << playerCount).map(Coalition.init(index:)))
  }

  /// Evaluates all coalitions at once.
  ///
  /// Nobody and everybody are evaluated by the models that the round really had, so that the values of
  /// successive rounds add up without a gap.
  ///
  /// - Throws: ``ReconstructionError`` when a loss is not finite, or what the rule throws.
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

  /// The outcomes of all coalitions, in bitmask order, on each of some examples.
  ///
  /// - Throws: ``ReconstructionError`` when a loss is not finite, or what the rule throws.
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
      // Clients without weight make no difference to who a coalition is.
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

  /// How many workers fit into the memory allowed.
  ///
  /// - Throws: ``ReconstructionError`` where one does not, or `ValuationError` where the machine cannot hold
  ///   what they find; either before anything is allocated.
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
