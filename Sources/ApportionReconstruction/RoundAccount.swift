public import ApportionPrimitives
public import ApportionSimulation
public import ApportionValuation

/// The contribution of each participant of one round, by every method and under both utilities.
public struct RoundAccount: Codable, Hashable, Sendable {
  /// One method's values under one utility.
  public struct Entry: Codable, Hashable, Sendable {
    /// The method's catalog id.
    public var method: String
    /// The utility that the values are measured by.
    public var utility: Utility
    /// One value per participant, in the order of `clients`.
    public var attribution: Attribution

    /// Creates an entry from its parts.
    public init(method: String, utility: Utility, attribution: Attribution) {
      self.method = method
      self.utility = utility
      self.attribution = attribution
    }
  }

  /// The round's number, counting from 1.
  public var round: Int
  /// The catalog id of the strategy that the round used and that coalitions were rebuilt with.
  public var strategy: String
  /// The ids of the participants.
  public var clients: [Int]
  /// One entry per method and utility.
  public var entries: [Entry]
  /// The outcome of the model before the round on the validation examples.
  public var before: Outcome
  /// The outcome of the model after the round on the validation examples.
  public var after: Outcome
  /// The coalitions that were rebuilt and evaluated.
  public var evaluated: EvaluatedCoalitions
  /// The engine that they were evaluated by.
  public var engine: Engine
  /// The fraction of the panels evaluated by stable forms; nil if the engine has no choice.
  @NullWhenNil public var stableShare: Double?

  /// The number of coalitions that were rebuilt and evaluated.
  public var evaluations: Int { evaluated.count }

  /// Whether all coalitions of a round with `participants` participants are evaluated at once.
  ///
  /// With at most 12 participants they always are, so that the last bit of a method's values does not depend
  /// on which other methods are computed. With more participants, methods that need few coalitions do not
  /// incur the cost of all.
  package static func isTabulated(_ participants: Int, by methods: [any ValuationMethod]) -> Bool {
    if participants <= 12 { return true }
    let cost = methods.map { $0.evaluations(forPlayers: participants) }.max() ?? 0
    return participants < 63 && cost >= 1 << participants
  }

  /// Restores an account that was computed before.
  package init(
    round: Int, strategy: String, clients: [Int], entries: [Entry], before: Outcome,
    after: Outcome, evaluated: EvaluatedCoalitions, engine: Engine, stableShare: Double?
  ) {
    (self.round, self.strategy, self.clients) = (round, strategy, clients)
    (self.entries, self.before, self.after) = (entries, before, after)
    (self.evaluated, self.engine, self.stableShare) = (evaluated, engine, stableShare)
  }

  /// Accounts for a round.
  ///
  /// - Parameters:
  ///   - round: the round, simulated or recorded.
  ///   - methods: the methods, each used under both utilities; coalitions are evaluated once. Players that a
  ///     method groups are identified by client id.
  ///   - evaluation: the validation examples.
  ///   - stream: the random numbers of methods that sample, by method id and utility.
  ///   - engine: how coalitions are evaluated if a method needs all of them.
  ///   - threads: the number of coalitions evaluated at once; it changes no result.
  ///   - memory: the maximum number of bytes that the workers may hold, or nil; it changes no result.
  /// - Throws: ``ReconstructionError``, `ValuationError`, or what the round's strategy throws.
  /// - Cost: the methods' evaluations, 2ⁿ for exact Shapley values of n participants.
  public init(
    for round: Round, by methods: [any ValuationMethod], on evaluation: EvaluationSet,
    using stream: RandomStream, engine: Engine = .automatic, threads: Int,
    memory: Int? = nil
  ) async throws {
    guard round.updates.count <= Coalition.capacity else {
      throw ReconstructionError.tooManyClients(round: round.number, count: round.updates.count)
    }
    let outcomes = try RoundOutcomes(
      of: round, on: evaluation, engine: engine, threads: threads, memory: memory)
    let methods = methods.map { $0.among(round.updates.map(\.client)) }
    for method in methods { try method.checkPlayers(outcomes.playerCount) }
    if Self.isTabulated(outcomes.playerCount, by: methods) { try await outcomes.tabulate() }
    var entries: [Entry] = []
    for method in methods {
      for utility in Utility.allCases {
        let id = type(of: method).id
        let attribution = try await method.attribution(
          of: RoundGame(outcomes, utility: utility),
          using: stream.child(id).child(utility.rawValue))
        entries.append(Entry(method: id, utility: utility, attribution: attribution))
      }
    }
    let ends = try await outcomes([.empty, .grand(round.updates.count)])
    self.round = round.number
    strategy = round.strategy
    clients = round.updates.map(\.client)
    self.entries = entries
    (before, after) = (ends[0], ends[1])
    evaluated = outcomes.evaluated
    self.engine = outcomes.engine
    stableShare = outcomes.stableShare
  }
}
