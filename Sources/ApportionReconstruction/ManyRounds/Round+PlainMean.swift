import ApportionPrimitives
public import ApportionSimulation

extension Round {
  /// The round as it would have ended had the server taken the mean of what the clients returned, each
  /// counting alike.
  ///
  /// FedSV and ComFedSV are defined by such means. Every coalition of the round is then one; who has no
  /// examples stays out of them. In all other accounts the rule is the one that was really used.
  ///
  /// - Source: Wang et al., "A principled approach to data valuation for federated learning", 2020, and
  ///   Fan et al., "Improving fairness for data valuation in horizontal federated learning", ICDE 2022.
  public func underPlainMean() throws -> Round {
    var round = self
    for place in updates.indices {
      round.updates[place].exampleCount = min(updates[place].exampleCount, 1)
    }
    round.serverBefore = Server(
      FedAvg(), for: globalBefore, clients: updates.count, using: RandomStream(seed: 0))
    round.globalAfter = try round.replayed(with: Array(updates.indices))
    return round
  }
}
