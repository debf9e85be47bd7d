import ApportionPrimitives

extension Participation {
  /// The clients whose models are not finite.
  ///
  /// - Parameters:
  ///   - returned: what each client of a round returned, with its id and its name.
  ///   - network: whose parameters the models are.
  ///   - number: the round's, counting from 1.
  /// - Returns: those to be left out of the round, in order.
  /// - Throws: ``SimulationError`` where there are some and the run is to end, or nobody else is there.
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
      throw .nobodyLeft(round: number, first: first)
    }
    return excluded
  }
}
