import ApportionPrimitives
public import ApportionSimulation

extension Round {
  /// The round as it would have ended if the server had taken the unweighted mean of the updates.
  ///
  /// FedSV and ComFedSV are defined by such means. The model of every coalition of the round is then such a
  /// mean; clients without examples are left out. All other accounts use the run's own strategy.
  ///
  /// - Source: Wang et al., "A principled approach to data valuation for federated learning", 2020, and Fan
  ///   et al., "Improving fairness for data valuation in horizontal federated learning", ICDE 2022.
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
