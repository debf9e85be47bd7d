package import ApportionReconstruction
package import ApportionSimulation

/// A finished run as its page needs it.
package struct RunRecord: Sendable {
  /// How one round went.
  package struct Round: Sendable {
    package var number: Int
    /// The rule that the server used.
    package var strategy: String
    /// By the primary method under each utility: one value per client, nil for those that took no part.
    package var values: [Utility: [Double?]]
    package var validation: Outcome
    /// Without examples where nothing is held out for it.
    package var test: Outcome

    package init(
      number: Int, strategy: String, values: [Utility: [Double?]], validation: Outcome,
      test: Outcome
    ) {
      (self.number, self.strategy, self.values) = (number, strategy, values)
      (self.validation, self.test) = (validation, test)
    }
  }

  package var name: String
  package var dataset: String
  /// The classes with their counts, and what one might not expect of the data.
  package var data: DataSummary
  package var strategy: String
  package var seed: UInt64
  package var version: String
  package var config: String
  /// Where rounds were worked out, in words, the first round of each stretch beside it.
  package var machines: [(firstRound: Int, machine: String)]
  /// What makes the run again, in its folder.
  package var command: String
  /// The hash of the ledger's last link.
  package var hash: String
  package var clients: [ClientRecord]
  package var roundsTaken: [Int]
  /// The primary method and utility first.
  package var standings: [MethodContributions]
  /// How the model before the first round does on the validation examples.
  package var initial: Outcome
  package var rounds: [Round]

  package init(
    name: String, dataset: String, data: DataSummary, strategy: String, seed: UInt64,
    version: String, config: String,
    machines: [(firstRound: Int, machine: String)], command: String, hash: String,
    clients: [ClientRecord], roundsTaken: [Int], standings: [MethodContributions],
    initial: Outcome, rounds: [Round]
  ) {
    precondition(!standings.isEmpty && !rounds.isEmpty, "a run has a standing and a round")
    (self.name, self.dataset, self.data, self.strategy) = (name, dataset, data, strategy)
    (self.seed, self.version, self.config, self.hash) = (seed, version, config, hash)
    (self.machines, self.command) = (machines, command)
    (self.clients, self.roundsTaken, self.standings) = (clients, roundsTaken, standings)
    (self.initial, self.rounds) = (initial, rounds)
  }

  var primary: MethodContributions { standings[0] }

  /// Nil where training did not diverge.
  var divergence: Divergence? {
    rounds.last.flatMap { Divergence(from: initial, to: $0.validation) }
  }

  /// The primary method's standings, the primary utility's first.
  var byUtility: [MethodContributions] { standings.filter { $0.method == primary.method } }
}

extension MethodContributions {
  /// The values with 95 % intervals, in the unit that pages show: nats, or percentage points.
  ///
  /// Standard errors are those of sampling coalitions; with exact methods there is none.
  var estimates: [Estimate] {
    zip(ranks, standardErrors).map { rank, error in
      // Those that share a rank are equal, and shown so.
      let value = values[ranks.firstIndex(of: rank) ?? 0]
      return Estimate(value, within: error.map { 1.96 * $0 }).times(utility.scale)
    }
  }

  /// The shares in percent.
  ///
  /// The sum is taken for exact, as it is where values add up to what all gained.
  var shareEstimates: [Estimate]? {
    let sum = values.reduce(0, +)
    return shares.map { shares in
      zip(shares, standardErrors).map { share, error in
        Estimate(100 * share, within: error.map { 196 * $0 / abs(sum) })
      }
    }
  }
}

extension Utility {
  /// By how much values are multiplied to be shown.
  var scale: Double {
    switch self {
    case .accuracy: 100
    case .loss: 1
    }
  }

  /// The unit they are then in.
  var unit: String {
    switch self {
    case .accuracy: "percentage points"
    case .loss: "nats"
    }
  }

  var title: String {
    switch self {
    case .accuracy: "accuracy"
    case .loss: "loss reduction"
    }
  }
}
