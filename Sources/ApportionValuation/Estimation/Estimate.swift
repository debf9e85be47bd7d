public import ApportionPrimitives

/// An estimate under way: what an estimator has drawn and learnt so far.
///
/// It is a value, so that it can be kept, written to a file and gone on with: 1,000 evaluations and
/// later up to 2,000 give the same bits as 2,000 at a stretch. The game is asked for whole batches
/// of coalitions and may answer them on as many threads as it likes; worths are added up in the
/// order of the draws.
///
///     var estimate = try Estimate(by: PermutationShapley(), players: 20, using: stream)
///     try await estimate.run(game, budget: 1_000)
///     try await estimate.run(game, budget: 2_000)
///     print(try estimate.attribution().values)
public struct Estimate<Method: Estimator>: Codable, Hashable, Sendable {
  public let method: Method
  public let playerCount: Int
  /// How many worths the game was asked for.
  public private(set) var evaluations = 0
  /// How many draws are complete.
  public private(set) var draws = 0
  /// Why the last run ended, or nil before the first.
  @NullWhenNil public private(set) var end: EstimateEnd?

  private let stream: RandomStream
  private var tally: Method.Tally?
  private var batchEnd = 0
  private var known: [Coalition: Double] = [:]

  /// An estimate of which nothing is drawn yet.
  ///
  /// - Parameters:
  ///   - method: what draws.
  ///   - players: how many play.
  ///   - stream: what it draws from.
  /// - Throws: `InvalidSetting`, or what the method throws for so many players.
  public init(by method: Method, players: Int, using stream: RandomStream) throws {
    try method.validate()
    try method.checkPlayers(players)
    (self.method, playerCount, self.stream) = (method, players, stream)
  }

  /// Draws until `budget` evaluations are spent in all, or a rule says that it is enough.
  ///
  /// - Parameters:
  ///   - game: what the players play, the same at every run.
  ///   - budget: the most evaluations, those of former runs included.
  ///   - goesOn: asked between batches; a caller that has a clock stops the estimate by it. Where a
  ///     clock stops, no two runs need be alike.
  /// - Throws: ``EstimationError``, ``ValuationError``, or what the game throws; what was learnt
  ///   before remains.
  public mutating func run(
    _ game: some CoalitionGame, budget: Int, while goesOn: () -> Bool = { true }
  ) async throws {
    let id = Method.id
    guard game.playerCount == playerCount else {
      throw EstimationError.otherPlayers(
        method: id, players: playerCount, found: game.playerCount)
    }
    let minimum = method.minimumBudget(forPlayers: playerCount)
    guard budget >= minimum else {
      throw EstimationError.budgetTooSmall(
        method: id, budget: budget, players: playerCount, minimum: minimum)
    }
    if tally == nil {
      let worths = try await ask(game, method.opening(forPlayers: playerCount))
      tally = method.tally(forPlayers: playerCount, opening: worths)
    }
    while let current = tally {
      if draws == batchEnd, let reason = try enough(current, minimum) {
        end = reason
        return
      }
      guard goesOn() else {
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
      }
      if draws == batchEnd, var sums = tally.take() {
        method.plan(&sums)
        tally = sums
      }
    }
  }

  /// What the draws so far say.
  ///
  /// - Throws: ``EstimationError`` when they do not determine the values.
  public func attribution() throws -> Attribution {
    try attribution { try method.values(from: $0) }
  }

  /// The same, read from what was drawn in a way of one's own.
  func attribution(
    reading read: (Method.Tally) throws -> (values: [Double], standardErrors: [Double])
  ) throws -> Attribution {
    do {
      guard let tally else { throw Undetermined() }
      let (values, errors) = try read(tally)
      return Attribution(
        values: values, standardErrors: errors, evaluations: evaluations,
        guarantees: method.guarantees)
    } catch is Undetermined {
      throw EstimationError.tooFewCoalitions(
        method: Method.id, players: playerCount, evaluations: evaluations)
    }
  }

  private func enough(_ tally: Method.Tally, _ minimum: Int) throws -> EstimateEnd? {
    if method.isSettled(tally) { return .settled }
    guard method.stopping.isAsked, draws > 0, evaluations >= minimum else { return nil }
    return method.stopping.holds(for: try attribution())
  }

  /// The draws up to the end of the batch, or as many as the budget surely covers; where there are
  /// none, why.
  private mutating func nextBatch(
    given tally: Method.Tally, budget: Int
  ) -> (draws: [Draw], reason: EstimateEnd) {
    var batch: [Draw] = []
    var left = budget - evaluations
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

  /// The draws with all their worths: they go step by step together, so that one call of the game
  /// serves them all.
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
        batch[index].coalitions += method.nextQuestion(of: batch[index], given: tally)
      }
      asking.removeAll { batch[$0].coalitions.count == batch[$0].worths.count }
    }
    return batch
  }

  private mutating func ask(
    _ game: some CoalitionGame, _ coalitions: [Coalition]
  ) async throws -> [Double] {
    guard method.remembersWorths else {
      let worths = try await game.worths(of: coalitions)
      evaluations += coalitions.count
      return worths
    }
    var asked = Set<Coalition>()
    let missing = coalitions.filter { known[$0] == nil && asked.insert($0).inserted }
    let worths = missing.isEmpty ? [] : try await game.worths(of: missing)
    evaluations += missing.count
    for (coalition, worth) in zip(missing, worths) { known[coalition] = worth }
    return coalitions.compactMap { known[$0] }
  }
}

/// The draws so far do not determine the values.
struct Undetermined: Error {}
