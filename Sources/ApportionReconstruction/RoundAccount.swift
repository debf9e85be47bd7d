public import ApportionPrimitives
public import ApportionSimulation
public import ApportionValuation

/// What each participant of one round contributed, by every method and under both utilities.
public struct RoundAccount: Codable, Hashable, Sendable {
  /// One method's answer under one utility.
  public struct Entry: Codable, Hashable, Sendable {
    /// The method's catalog id.
    public var method: String
    public var utility: Utility
    /// One value per participant, in the order of `clients`.
    public var attribution: Attribution

    public init(method: String, utility: Utility, attribution: Attribution) {
      self.method = method
      self.utility = utility
      self.attribution = attribution
    }
  }

  /// The round's number, counting from 1.
  public var round: Int
  /// The catalog id of the rule that the round used, and by which coalitions were rebuilt.
  public var strategy: String
  /// The ids of the participants.
  public var clients: [Int]
  public var entries: [Entry]
  /// How the model before the round does on the validation examples.
  public var before: Outcome
  /// How the model after the round does on the validation examples.
  public var after: Outcome
  /// The coalitions that were rebuilt and evaluated.
  public var evaluated: EvaluatedCoalitions
  /// How they were.
  public var engine: Engine
  /// The fraction of the examples' panels that were evaluated by stable forms, or nil where the engine
  /// has no choice.
  @NullWhenNil public var stableShare: Double?

  /// How many coalitions were rebuilt and evaluated.
  public var evaluations: Int { evaluated.count }

  /// Whether all coalitions of so many participants are evaluated at once.
  ///
  /// Those of few always are: then no method's values depend, by the last bit, on which others are asked.
  /// With more participants, methods that need few coalitions do not pay for all.
  package static func isTabulated(_ participants: Int, by methods: [any ValuationMethod]) -> Bool {
    if participants <= 12 { return true }
    let cost = methods.map { $0.evaluations(forPlayers: participants) }.max() ?? 0
    return participants < 63 && cost >= 1 << participants
  }

  /// What has been accounted for before.
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
  ///   - methods: each is asked under both utilities; coalitions are evaluated once. Players that one
  ///     puts into groups are clients by id.
  ///   - evaluation: the validation examples.
  ///   - stream: what methods that sample draw from, by name of method and utility.
  ///   - engine: how coalitions are evaluated where a method needs all of them.
  ///   - threads: how many coalitions are evaluated at once; it changes no result.
  ///   - memory: the most bytes that the workers may hold, or nil; it changes no result.
  /// - Throws: ``ReconstructionError``, `ValuationError`, or what the round's rule throws.
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
