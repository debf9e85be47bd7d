import ApportionPrimitives

/// What went wrong while a federation was trained, and what to change.
public enum SimulationError: Error, Hashable, Sendable {
  case nonFiniteUpdate(round: Int, client: String, parameter: String, value: Float)
  case nobodyLeft(round: Int, first: Exclusion)
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
    case .nobodyLeft(let round, let first):
      """
      round \(round): no client is left, as the models of all were excluded; the first, of client \
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
