import ApportionSimulation

extension Round {
  /// The model that a coalition is evaluated by.
  ///
  /// For a coalition that contains every client with examples it is the actual model after the round, which
  /// another program may have summed in another order; for the empty coalition it is the model before the
  /// round.
  ///
  /// - Parameter members: indices into `updates`.
  /// - Returns: the parameters of that model.
  /// - Throws: what the strategy throws.
  func model(of members: [Int]) throws -> Parameters {
    let counting = updates.count { $0.exampleCount > 0 }
    let isGrand = members.count { updates[$0].exampleCount > 0 } == counting
    return isGrand && counting > 0 ? globalAfter : try replayed(with: members)
  }
}
