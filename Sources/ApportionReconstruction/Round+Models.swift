import ApportionSimulation

extension Round {
  /// The model by which a coalition is evaluated.
  ///
  /// For all whose examples count it is the one that the round really had, which another program may
  /// have summed up in another order; for nobody it is the one before the round.
  ///
  /// - Parameter members: indices into `updates`.
  /// - Returns: the parameters of that model.
  /// - Throws: what the rule throws.
  func model(of members: [Int]) throws -> Parameters {
    let counting = updates.count { $0.exampleCount > 0 }
    let isEverybody = members.count { updates[$0].exampleCount > 0 } == counting
    return isEverybody && counting > 0 ? globalAfter : try replayed(with: members)
  }
}
