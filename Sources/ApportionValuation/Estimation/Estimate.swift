public import ApportionPrimitives

/// An estimate in progress: the draws of an estimator so far, and the worths that are known.
///
/// It is a value, so it can be stored in a file and resumed: 1,000 evaluations and later up to 2,000 give
/// the same bits as 2,000 without interruption. The game gets whole batches of coalitions and may
/// evaluate them on any number of threads; worths are accumulated in the order of the draws.
///
/// Worths are kept, so no coalition is evaluated twice. If the budget covers all *2ⁿ* coalitions, nothing
/// is estimated: all are evaluated, and the values of a semivalue are exact.
///
///     var estimate = try Estimate(by: PermutationShapley(), players: 20, using: stream)
///     try await estimate.run(game, budget: 1_000)
///     try await estimate.run(game, budget: 2_000)
///     print(try estimate.attribution().values)
public struct Estimate<Method: Estimator>: Codable, Hashable, Sendable {
  /// The estimator.
  public let method: Method
  /// The number of players, n.
  public let playerCount: Int
  /// The number of complete draws; 0 if all coalitions are known, which needs no draws.
  public private(set) var draws = 0
  /// Why the last run ended, or nil before the first.
  @NullWhenNil public private(set) var end: StopReason?

  private let stream: RandomStream
  private var tally: Method.Tally?
  private var batchEnd = 0
  /// The number of coalitions in all draws, whether they were known before or not.
  ///
  /// The budget bounds this number: a draw must not become more likely because it repeats known
  /// coalitions.
  private var spent = 0
  private var known: [Coalition: Double] = [:]
  /// The worths of all coalitions by index, which replace all draws.
  private var table: [Double]?

  /// An estimate without any draws yet.
  ///
  /// - Parameters:
  ///   - method: the estimator.
  ///   - players: the number of players.
  ///   - stream: the source of randomness.
  /// - Throws: `InvalidSetting`, or what the method throws for this many players.
  public init(by method: Method, players: Int, using stream: RandomStream) throws {
    try method.validate()
    try method.checkPlayers(players)
    (self.method, playerCount, self.stream) = (method, players, stream)
  }

  /// The number of coalitions that were evaluated.
  public var evaluations: Int { table?.count ?? known.count }

  /// Draws until `budget` evaluations are spent in total, or a criterion ends the estimate.
  ///
  /// - Parameters:
  ///   - game: the game, which must be the same in every run.
  ///   - budget: the maximum number of evaluations, including those of earlier runs.
  ///   - shouldContinue: called between batches; the estimate stops if it returns false. If it depends on
  ///     a clock, two runs need not be equal.
  /// - Throws: ``EstimationError``, ``ValuationError``, or what the game throws; the results obtained
  ///   before are kept.
  public mutating func run(
    _ game: some CoalitionGame, budget: Int, while shouldContinue: () -> Bool = { true }
  ) async throws {
    let id = Method.id
    guard game.playerCount == playerCount else {
      throw EstimationError.otherPlayers(
        method: id, players: playerCount, found: game.playerCount)
    }
    let all = method.target == nil ? Int.max : coalitionCount(players: playerCount)
    let minimum = method.minimumBudget(forPlayers: playerCount)
    guard budget >= min(minimum, all) else {
      throw EstimationError.budgetTooSmall(
        method: id, budget: budget, players: playerCount, minimum: min(minimum, all))
    }
    guard table == nil else { return }
    // If nothing can end the estimate before all coalitions are evaluated, nothing is drawn.
    let isSampled = budget < all || method.mayEndEarly && minimum < all
    if isSampled {
      try await sample(game, budget: budget, minimum: minimum, all: all, while: shouldContinue)
    }
    if budget >= all, !isSampled || end == .budget || end == .exhausted {
      try await complete(game, while: shouldContinue)
    }
  }

  private mutating func sample(
    _ game: some CoalitionGame, budget: Int, minimum: Int, all: Int,
    while shouldContinue: () -> Bool
  ) async throws {
    if tally == nil {
      let worths = try await ask(game, method.initialCoalitions(forPlayers: playerCount))
      spent = worths.count
      tally = method.tally(forPlayers: playerCount, initial: worths)
    }
    while let current = tally {
      if draws == batchEnd, let reason = try enough(current, minimum) {
        end = reason
        return
      }
      guard known.count < all else {
        end = .exhausted
        return
      }
      guard shouldContinue() else {
        end = .caller
        return
      }
      try Task.checkCancellation()
      let (batch, reason) = nextBatch(given: current, budget: budget)
      guard !batch.isEmpty else {
        end = reason
        return
      }
      for draw in try await answered(batch, game, given: current) {
        if var sums = tally.take() {
          method.add(draw, to: &sums)
          tally = sums
        }
        draws += 1
        spent += draw.coalitions.count
      }
      if draws == batchEnd, var sums = tally.take() {
        method.plan(&sums)
        tally = sums
      }
    }
  }

  /// Evaluates every coalition that is not known yet.
  private mutating func complete(
    _ game: some CoalitionGame, while shouldContinue: () -> Bool
  ) async throws {
    try CoalitionTable.checkMemory(players: playerCount)
    var worths = [Double](repeating: 0, count: 1 << playerCount)
    for (coalition, worth) in known { worths[coalition.index] = worth }
    for indices in chunks(of: worths.count, by: 1 << 16) {
      guard shouldContinue() else {
        end = .caller
        return
      }
      try Task.checkCancellation()
      let missing = indices.map(Coalition.init(index:)).filter { known[$0] == nil }
      guard !missing.isEmpty else { continue }
      for (coalition, worth) in zip(missing, try await game.finiteWorths(of: missing)) {
        worths[coalition.index] = worth
      }
    }
    (table, known, tally) = (worths, [:], nil)
    (draws, batchEnd, spent, end) = (0, 0, 0, .exhausted)
  }

  /// The values that the draws so far determine, with their standard errors.
  ///
  /// - Throws: ``EstimationError`` if they do not determine the values.
  public func attribution() throws -> Attribution {
    try attribution(of: method.target) { try method.values(from: $0) }
  }

  /// The values that the draws so far determine if they are read by the given function.
  ///
  /// - Parameters:
  ///   - semivalue: what is computed if all coalitions are known.
  ///   - read: computes values from the tally.
  /// - Returns: values and standard errors.
  /// - Throws: ``EstimationError`` if the draws do not determine them.
  func attribution(
    of semivalue: Semivalue?, reading read: (Method.Tally) throws -> SampledValues
  ) throws -> Attribution {
    if let table, let semivalue {
      return Attribution(
        values: CoalitionTable(worths: table).exactValues(by: semivalue),
        evaluations: evaluations, guarantees: method.guarantees.union(semivalue.guarantees))
    }
    do {
      guard let tally else { throw Undetermined() }
      let sample = try read(tally)
      let largest = known.values.reduce(0) { max($0, abs($1)) }
      return Attribution(
        values: sample.values, standardErrors: sample.statedErrors(largestWorth: largest),
        evaluations: evaluations, guarantees: method.guarantees.union(sample.guarantees))
    } catch is Undetermined {
      throw EstimationError.tooFewCoalitions(
        method: Method.id, players: playerCount, evaluations: evaluations)
    }
  }

  private func enough(_ tally: Method.Tally, _ minimum: Int) throws -> StopReason? {
    if method.hasConverged(tally) { return .settled }
    guard method.stopping.isAsked, draws > 0, spent >= minimum else { return nil }
    return method.stopping.holds(for: try attribution())
  }

  /// The draws up to the end of the batch, or as many as the budget is sure to cover, and why no more
  /// follow.
  private mutating func nextBatch(
    given tally: Method.Tally, budget: Int
  ) -> (draws: [Draw], reason: StopReason) {
    var batch: [Draw] = []
    var left = budget - spent
    while true {
      let index = draws + batch.count
      if index == batchEnd, !batch.isEmpty { return (batch, .budget) }
      guard let draw = method.draw(index, given: tally, using: stream) else {
        return (batch, .exhausted)
      }
      if index == batchEnd { batchEnd = method.batchEnd(after: index, drawCost: draw.limit) }
      guard draw.limit <= left else { return (batch, .budget) }
      left -= draw.limit
      batch.append(draw)
    }
  }

  /// Evaluates the draws, all of them step by step together, so that one call of the game serves them
  /// all.
  private mutating func answered(
    _ batch: [Draw], _ game: some CoalitionGame, given tally: Method.Tally
  ) async throws -> [Draw] {
    var batch = batch
    var asking = Array(batch.indices)
    while !asking.isEmpty {
      var questions: [Coalition] = []
      for index in asking {
        questions += batch[index].coalitions[batch[index].worths.count...]
      }
      let worths = try await ask(game, questions)
      var place = 0
      for index in asking {
        let count = batch[index].coalitions.count - batch[index].worths.count
        batch[index].worths += worths[place..<place + count]
        place += count
        batch[index].coalitions += method.followUp(of: batch[index], given: tally)
      }
      asking.removeAll { batch[$0].coalitions.count == batch[$0].worths.count }
    }
    return batch
  }

  private mutating func ask(
    _ game: some CoalitionGame, _ coalitions: [Coalition]
  ) async throws -> [Double] {
    var asked = Set<Coalition>()
    let missing = coalitions.filter { known[$0] == nil && asked.insert($0).inserted }
    let worths = missing.isEmpty ? [] : try await game.finiteWorths(of: missing)
    for (coalition, worth) in zip(missing, worths) { known[coalition] = worth }
    return coalitions.compactMap { known[$0] }
  }
}

/// Thrown if the draws so far do not determine the values.
struct Undetermined: Error {}

extension CoalitionTable {
  /// The semivalue of every player; the Shapley value equals that of ``Shapley`` to the bit.
  func exactValues(by semivalue: Semivalue) -> [Double] {
    semivalue == .shapley ? shapleyValues : values(by: semivalue)
  }
}
