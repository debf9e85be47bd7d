public import ApportionPrimitives

/// A method that draws coalitions: it defines which ones, and how their worths become values.
///
/// The method defines a draw. ``Estimate`` does everything that estimators have in common: it evaluates
/// the game in batches, counts evaluations, stops, and can be resumed. Draw number k depends only on the
/// seed, on k and on the plan in the tally.
public protocol Estimator: ValuationMethod {
  /// What is accumulated from the draws so far.
  associatedtype Tally: Codable & Hashable & Sendable

  /// The semivalue that it estimates, or nil if it estimates none.
  ///
  /// The estimator may have a tolerance of its own, which makes its estimate of the semivalue
  /// approximate. If the budget covers all coalitions, the semivalue is computed exactly.
  var target: Semivalue? { get }

  /// The maximum number of evaluations of the game.
  var budget: Int { get set }

  /// The rule that may end the estimate before the budget is spent.
  var stopping: StoppingRule { get set }

  /// The fewest evaluations that a sample needs; a game with fewer coalitions is not sampled.
  func minimumBudget(forPlayers n: Int) -> Int

  /// The coalitions that are evaluated once, before anything is drawn.
  func initialCoalitions(forPlayers n: Int) -> [Coalition]

  /// The tally before anything is drawn, from the worths of the initial coalitions.
  func tally(forPlayers n: Int, initial worths: [Double]) -> Tally

  /// Draw number `index`, or nil if nothing is left to draw.
  ///
  /// Its randomness comes from children of `stream`, such as `stream.child("draw", index)`.
  func draw(_ index: Int, given tally: Tally, using stream: RandomStream) -> Draw?

  /// The coalitions that a draw needs next, once its earlier ones are evaluated; empty if it is complete.
  func followUp(of draw: Draw, given tally: Tally) -> [Coalition]

  /// Adds a complete draw; called in the order of the draw numbers.
  func add(_ draw: Draw, to tally: inout Tally)

  /// The number of draws at the end of the batch that begins after `draws` of them.
  func batchEnd(after draws: Int, drawCost: Int) -> Int

  /// Updates the plan in the tally at the end of a batch; the draws of the next batch use it.
  func plan(_ tally: inout Tally)

  /// Whether the method's own convergence criterion is met; checked at the end of a batch.
  func hasConverged(_ tally: Tally) -> Bool

  /// Whether anything may end the estimate before the budget is spent.
  var mayEndEarly: Bool { get }

  /// The values that the draws determine, with their standard errors.
  ///
  /// - Throws: ``EstimationError`` if the draws do not determine the values.
  func values(from tally: Tally) throws -> SampledValues
}

/// One independent unit of sampling: the coalitions it needs and their worths.
public struct Draw: Hashable, Sendable {
  /// An order of the players, if the method walks along one.
  public var order: [Int]
  /// The number of the method's stratum that it belongs to.
  public var stratum: Int
  /// All coalitions that it has needed so far, in order.
  public var coalitions: [Coalition]
  /// The worths of the coalitions that are evaluated.
  public var worths: [Double] = []
  /// The maximum number of evaluations that it can need.
  public var limit: Int

  /// A draw that begins with `coalitions` and may need up to `limit` of them.
  public init(
    _ coalitions: [Coalition], order: [Int] = [], stratum: Int = 0, limit: Int? = nil
  ) {
    (self.coalitions, self.order, self.stratum) = (coalitions, order, stratum)
    self.limit = limit ?? coalitions.count
  }
}

extension Estimator {
  /// Checks `budget` and `stopping`.
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

  /// The empty and the grand coalition.
  public func initialCoalitions(forPlayers n: Int) -> [Coalition] { [.empty, .grand(n)] }

  public func followUp(of draw: Draw, given tally: Tally) -> [Coalition] { [] }

  /// Another eighth of the draws so far: at least 16 draws, and beyond that at most about 32,000
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
