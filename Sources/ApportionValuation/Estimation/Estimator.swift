public import ApportionPrimitives

/// A method that draws coalitions: which ones, and how their worths become values.
///
/// The method says what a draw is; ``Estimate`` does everything that all of them have in common:
/// asks the game in batches, counts, stops, and can go on later. Draw number k depends on the seed,
/// on k and on the plan in the tally, and on nothing else.
public protocol Estimator: ValuationMethod {
  /// What is kept of the draws so far.
  associatedtype Tally: Codable & Hashable & Sendable

  /// The semivalue that it estimates, be it up to a tolerance of its own, and that it reads exactly where
  /// its budget covers all coalitions; nil where what it estimates is none.
  var target: Semivalue? { get }

  /// The most evaluations of the game.
  var budget: Int { get set }

  /// What may end the estimate before.
  var stopping: StoppingRule { get set }

  /// The fewest evaluations that a sample takes; a game of fewer coalitions takes no sample.
  func minimumBudget(forPlayers n: Int) -> Int

  /// The coalitions that are asked for once, before anything is drawn.
  func initialCoalitions(forPlayers n: Int) -> [Coalition]

  /// What is known before anything is drawn, from the worths of the initial coalitions.
  func tally(forPlayers n: Int, initial worths: [Double]) -> Tally

  /// Draw number `index`, or nil when there is nothing left to draw.
  ///
  /// It takes its chances from children of `stream`, such as `stream.child("draw", index)`.
  func draw(_ index: Int, given tally: Tally, using stream: RandomStream) -> Draw?

  /// What a draw asks for next, once its questions so far are answered; empty when it is complete.
  func followUp(of draw: Draw, given tally: Tally) -> [Coalition]

  /// Adds a complete draw; called in the order of their numbers.
  func add(_ draw: Draw, to tally: inout Tally)

  /// The number of draws at which the batch that begins after `draws` of them ends.
  func batchEnd(after draws: Int, drawCost: Int) -> Int

  /// Looks ahead at the end of a batch: draws of the next one follow the plan made here.
  func plan(_ tally: inout Tally)

  /// Whether a criterion of the method's own says that it is enough; asked at the end of a batch.
  func hasConverged(_ tally: Tally) -> Bool

  /// Whether anything may end the draws before the budget is spent.
  var mayEndEarly: Bool { get }

  /// The values, and how sure the draws are of them.
  ///
  /// - Throws: ``EstimationError`` when the draws do not determine them.
  func values(from tally: Tally) throws -> SampledValues
}

/// One independent piece of sampling: the coalitions it asks for, and what they turned out to be
/// worth.
public struct Draw: Hashable, Sendable {
  /// An order of the players, where the method walks along one.
  public var order: [Int]
  /// Which of the method's strata it belongs to.
  public var stratum: Int
  /// All coalitions asked for so far, in the order of asking.
  public var coalitions: [Coalition]
  /// Their worths, as far as they are known.
  public var worths: [Double] = []
  /// The most evaluations that it may come to.
  public var limit: Int

  /// A draw that begins by asking for `coalitions`, and may go on up to `limit` of them.
  public init(
    _ coalitions: [Coalition], order: [Int] = [], stratum: Int = 0, limit: Int? = nil
  ) {
    (self.coalitions, self.order, self.stratum) = (coalitions, order, stratum)
    self.limit = limit ?? coalitions.count
  }
}

extension Estimator {
  public func checkEstimator() throws {
    try InvalidSetting.check("budget", budget, budget >= 1, mustBe: "at least 1")
    do {
      try stopping.validate()
    } catch {
      throw error.inside("stopping")
    }
  }

  public func validate() throws { try checkEstimator() }

  public var target: Semivalue? { estimand }

  public func evaluations(forPlayers n: Int) -> Int {
    target == nil ? budget : min(budget, coalitionCount(players: n))
  }

  /// Nobody and everybody.
  public func initialCoalitions(forPlayers n: Int) -> [Coalition] { [.empty, .grand(n)] }

  public func followUp(of draw: Draw, given tally: Tally) -> [Coalition] { [] }

  /// Batches of an eighth of what came before, of at least 16 draws and at most about 32,000
  /// coalitions.
  public func batchEnd(after draws: Int, drawCost: Int) -> Int {
    draws + max(16, min(draws / 8, 32_768 / max(drawCost, 1)))
  }

  public func plan(_ tally: inout Tally) {}

  public func hasConverged(_ tally: Tally) -> Bool { false }

  public var mayEndEarly: Bool { stopping.isAsked }

  public func attribute(
    _ game: some CoalitionGame, using stream: RandomStream
  ) async throws -> Attribution {
    var estimate = try Estimate(by: self, players: game.playerCount, using: stream)
    try await estimate.run(game, budget: budget)
    return try estimate.attribution()
  }
}
