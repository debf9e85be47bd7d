/// What a client returns after training: its model, its number of examples, and what some strategies need in
/// addition.
public struct ClientUpdate: Codable, Hashable, Sendable {
  public var client: Int
  /// The client's parameters after training, not their difference from the global ones.
  public var parameters: Parameters
  public var exampleCount: Int
  /// The sum of the step lengths with which gradients enter the model; nil if unknown.
  ///
  /// It is η τ for τ steps of plain SGD at rate η; in general η‖a‖₁, aⱼ being the coefficient with
  /// which the jth gradient of the round enters (Wang et al., "Tackling the objective inconsistency
  /// problem in heterogeneous federated optimization", NeurIPS 2020, section 3).
  public var stepSum: Double?
  /// The client's mean loss under the global model before it trained, in nats, if the strategy needs it.
  public var initialLoss: Double?

  public init(
    client: Int, parameters: Parameters, exampleCount: Int, stepSum: Double? = nil,
    initialLoss: Double? = nil
  ) {
    (self.client, self.parameters, self.exampleCount) = (client, parameters, exampleCount)
    (self.stepSum, self.initialLoss) = (stepSum, initialLoss)
  }
}
