import ApportionPrimitives

/// An error in the training of a federation, with what to change.
public enum SimulationError: Error, Hashable, Sendable {
  case nonFiniteUpdate(round: Int, client: String, parameter: String, value: Float)
  case noClientLeft(round: Int, first: Exclusion)
  case nonFiniteModel(round: Int, strategy: String, parameter: String, value: Float)
}

extension SimulationError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .nonFiniteUpdate(let round, let client, let parameter, let value):
      """
      round \(round): client \(client) returned a model whose \(parameter) is \(value.shown); \
      lower `training.learning_rate`, or look at the client's data
      """
    case .noClientLeft(let round, let first):
      """
      round \(round): no client is left, because all models were excluded; the first is that of client \
      \(first.client): \(first.reason). Lower `training.learning_rate`, or look at the data
      """
    case .nonFiniteModel(let round, let strategy, let parameter, let value):
      """
      round \(round): \(strategy) made a model whose \(parameter) is \(value.shown); lower the \
      strategy's learning rate
      """
    }
  }
}
