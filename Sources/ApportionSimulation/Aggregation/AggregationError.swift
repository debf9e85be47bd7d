import ApportionPrimitives

/// What a strategy needs and an update lacks, and what to change.
public enum AggregationError: Error, Hashable, Sendable {
  case noStepSum(strategy: String, client: Int)
  case badStepSum(strategy: String, client: Int, value: Double)
  case noInitialLoss(strategy: String, client: Int)
  case badInitialLoss(strategy: String, client: Int, value: Double)
}

extension AggregationError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noStepSum(let strategy, let client):
      """
      \(strategy): the update of client \(client) does not say its `stepSum`; give the sum of its \
      step lengths, which is learning rate × steps for plain SGD
      """
    case .badStepSum(let strategy, let client, let value):
      """
      \(strategy): the update of client \(client) has a `stepSum` of \(value.shown), but it must be \
      above 0 and finite; raise \(Self.rate)
      """
    case .noInitialLoss(let strategy, let client):
      """
      \(strategy): the update of client \(client) does not say its `initialLoss`; give its mean loss \
      under the global model before it trained
      """
    case .badInitialLoss(let strategy, let client, let value):
      """
      \(strategy): client \(client) has a loss of \(value.shown) under the global model, but it must \
      be at least 0 and finite; lower \(Self.rate)
      """
    }
  }

  private static let rate = "`training.learning_rate`"
}

extension ClientUpdate {
  /// The sum of its step lengths, for a strategy that needs it.
  ///
  /// - Parameter strategy: the id of the strategy.
  /// - Returns: a number above 0.
  /// - Throws: ``AggregationError``.
  func stepSum(for strategy: String) throws(AggregationError) -> Double {
    guard let stepSum else { throw .noStepSum(strategy: strategy, client: client) }
    guard stepSum > 0, stepSum.isFinite else {
      throw .badStepSum(strategy: strategy, client: client, value: stepSum)
    }
    return stepSum
  }

  /// Its loss before it trained, for a strategy that needs it.
  ///
  /// - Parameter strategy: the id of the strategy.
  /// - Returns: a number of at least 0.
  /// - Throws: ``AggregationError``.
  func initialLoss(for strategy: String) throws(AggregationError) -> Double {
    guard let initialLoss else { throw .noInitialLoss(strategy: strategy, client: client) }
    guard initialLoss >= 0, initialLoss.isFinite else {
      throw .badInitialLoss(strategy: strategy, client: client, value: initialLoss)
    }
    return initialLoss
  }
}
