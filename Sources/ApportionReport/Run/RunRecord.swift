package import ApportionReconstruction
package import ApportionSimulation

/// A finished run, as its report needs it.
package struct RunRecord: Sendable {
  /// The result of one round.
  package struct Round: Sendable {
    package var number: Int
    /// The strategy that the server used.
    package var strategy: String
    /// The values by the primary method under each utility: one per client, nil for those that did not
    /// participate.
    package var values: [Utility: [Double?]]
    package var validation: Outcome
    /// The outcome on the test examples; without examples if there are none.
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
  /// The classes with their counts, and notes on unexpected properties of the data.
  package var data: DataSummary
  package var strategy: String
  package var seed: UInt64
  package var version: String
  package var config: String
  /// The machines that computed the rounds, in words, each with the first round of its segment.
  package var machines: [(firstRound: Int, machine: String)]
  /// The command that reproduces the run, in its folder.
  package var command: String
  /// The hash of the ledger's last entry.
  package var hash: String
  package var clients: [ClientRecord]
  package var roundsTaken: [Int]
  /// The contributions, with the primary method and utility first.
  package var contributions: [MethodContributions]
  /// The outcome of the initial model on the validation examples.
  package var initial: Outcome
  package var rounds: [Round]

  package init(
    name: String, dataset: String, data: DataSummary, strategy: String, seed: UInt64,
    version: String, config: String,
    machines: [(firstRound: Int, machine: String)], command: String, hash: String,
    clients: [ClientRecord], roundsTaken: [Int], contributions: [MethodContributions],
    initial: Outcome, rounds: [Round]
  ) {
    precondition(!contributions.isEmpty && !rounds.isEmpty, "a run has contributions and a round")
    (self.name, self.dataset, self.data, self.strategy) = (name, dataset, data, strategy)
    (self.seed, self.version, self.config, self.hash) = (seed, version, config, hash)
    (self.machines, self.command) = (machines, command)
    (self.clients, self.roundsTaken, self.contributions) = (clients, roundsTaken, contributions)
    (self.initial, self.rounds) = (initial, rounds)
  }

  var primary: MethodContributions { contributions[0] }

  /// How training diverged, or nil if it did not.
  var divergence: Divergence? {
    rounds.last.flatMap { Divergence(from: initial, to: $0.validation) }
  }

  /// The primary method's contributions, with the primary utility first.
  var byUtility: [MethodContributions] { contributions.filter { $0.method == primary.method } }
}

extension MethodContributions {
  /// The values with 95 % intervals, in the unit of the report: nats, or percentage points.
  ///
  /// Standard errors are those of sampling coalitions; exact methods have none.
  var estimates: [Estimate] {
    zip(ranks, standardErrors).map { rank, error in
      // Clients that share a rank are equal, and are shown with the same value.
      let value = values[ranks.firstIndex(of: rank) ?? 0]
      return Estimate(value, within: error.map { 1.96 * $0 }).times(utility.scale)
    }
  }

  /// The shares in percent.
  ///
  /// The sum is treated as exact, which it is if values add up to the whole gain.
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
  /// The factor by which values are multiplied for display.
  var scale: Double {
    switch self {
    case .accuracy: 100
    case .loss: 1
    }
  }

  /// The unit of the displayed values.
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
