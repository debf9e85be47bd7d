import ApportionPrimitives

extension Participation {
  /// The clients that are excluded from a round because their models are not finite.
  ///
  /// - Parameters:
  ///   - returned: the id, the name and the returned model of each client of the round.
  ///   - network: the network of the models.
  ///   - number: the round, counting from 1.
  /// - Returns: the exclusions, in the order of `returned`.
  /// - Throws: ``SimulationError`` if a model is not finite and `onInvalidUpdate` is `stop`, or if no
  ///   client is left.
  package func excluded(
    from returned: [(id: Int, name: String, model: Parameters)], of network: Network,
    inRound number: Int
  ) throws(SimulationError) -> [Exclusion] {
    var excluded: [Exclusion] = []
    for (id, name, model) in returned {
      guard let place = model.firstNonFinite else { continue }
      let (parameter, value) = (network.name(ofParameter: place), model.values[place])
      guard onInvalidUpdate == .exclude else {
        throw .nonFiniteUpdate(round: number, client: name, parameter: parameter, value: value)
      }
      excluded.append(Exclusion(client: id, reason: "\(parameter) is \(value.shown)"))
    }
    if excluded.count == returned.count, let first = excluded.first {
      throw .noClientLeft(round: number, first: first)
    }
    return excluded
  }
}
