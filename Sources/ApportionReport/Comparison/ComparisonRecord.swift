package import ApportionReconstruction
package import ApportionValuation

/// The result of a comparison, as its report needs it.
package struct ComparisonRecord: Sendable {
  package var name: String
  package var method: String
  package var utility: Utility
  package var version: String
  /// The strategies; the others are compared with the first.
  package var strategies: [String]
  package var fedRandom: String?
  package var seeds: [UInt64]
  package var repeats: Int
  /// The number of times FedRandom and its control were run on each seed.
  package var budget: Int
  /// The level of the confidence intervals.
  package var confidence: Double
  /// What shares are compared with, in words.
  package var reference: String
  /// How values became shares, in words.
  package var shareRule: String
  /// How rounds were weighted, in words.
  package var roundWeights: String
  package var settings: [Setting]
  /// A config that makes the comparison again.
  package var config: String
  /// The machines on which runs were made, in words, each with its number of runs.
  package var machines: [(machine: String, runs: Int)]
  /// The folder of each run, and the hash of the last entry of its ledger.
  package var ledgers: [(run: String, hash: String)]
  /// SHA-256 of these, with one line per run.
  package var hash: String

  package init(
    name: String, method: String, utility: Utility, version: String, strategies: [String],
    fedRandom: String?, seeds: [UInt64], repeats: Int, budget: Int, confidence: Double,
    reference: String, shareRule: String, roundWeights: String, settings: [Setting],
    config: String, machines: [(machine: String, runs: Int)],
    ledgers: [(run: String, hash: String)], hash: String
  ) {
    (self.name, self.method, self.utility, self.version) = (name, method, utility, version)
    (self.strategies, self.fedRandom, self.seeds) = (strategies, fedRandom, seeds)
    (self.repeats, self.budget, self.confidence) = (repeats, budget, confidence)
    (self.reference, self.shareRule, self.roundWeights) = (reference, shareRule, roundWeights)
    (self.settings, self.config, self.machines) = (settings, config, machines)
    (self.ledgers, self.hash) = (ledgers, hash)
  }

  /// One combination of the values of all axes except the strategy's.
  package struct Setting: Sendable {
    /// "partition.alpha 10", or empty if there is only one setting.
    package var title: String
    package var clients: [String]
    /// What the confidence intervals treat as independent: seeds or repetitions.
    package var unit: String
    package var runs: Int
    /// The runs and references without shares, each with its reason.
    package var withheld: [String]
    /// The runs whose training diverged, each with its losses.
    package var diverged: [String]
    package var strategies: [Strategy]
    /// The distances of an equal split from the reference.
    package var equalSplit: [Distance]
    /// The closed form of the equal split's mean squared L2 distance.
    package var expectedEqualSplit: Double?
    /// The differences between runs that differ only in the random draws of training.
    package var noiseFloor: ShareDifferences?
    /// The differences between all pairs of fixed strategies.
    package var betweenStrategies: ShareDifferences?
    package var kendallsW: SampleSummary?
    package var pairs: [Pair]
    package var variance: VarianceDecomposition?
    /// What the decomposition leaves out because shares are withheld.
    package var leftOut: [String]
    package var trial: Trial?

    package init(
      title: String, clients: [String], unit: String, runs: Int, withheld: [String],
      diverged: [String] = [], strategies: [Strategy], equalSplit: [Distance],
      expectedEqualSplit: Double?,
      noiseFloor: ShareDifferences?, betweenStrategies: ShareDifferences?,
      kendallsW: SampleSummary?, pairs: [Pair], variance: VarianceDecomposition?,
      leftOut: [String], trial: Trial?
    ) {
      (self.title, self.clients, self.unit, self.runs) = (title, clients, unit, runs)
      self.diverged = diverged
      (self.withheld, self.strategies, self.equalSplit) = (withheld, strategies, equalSplit)
      (self.expectedEqualSplit, self.noiseFloor) = (expectedEqualSplit, noiseFloor)
      (self.betweenStrategies, self.kendallsW, self.pairs) = (betweenStrategies, kendallsW, pairs)
      (self.variance, self.leftOut, self.trial) = (variance, leftOut, trial)
    }
  }

  /// A measure of the distance between share vectors.
  package struct Distance: Sendable {
    /// Its name and unit: "L2² × 100".
    package var title: String
    /// The factor by which it is multiplied for display.
    package var scale: Double
    package var summary: SampleSummary?
    /// The same measure between re-runs.
    package var rerun: SampleSummary?
    /// The range of possible values, in the displayed unit.
    package var possible: ClosedRange<Double>

    package init(
      title: String, scale: Double, summary: SampleSummary?, rerun: SampleSummary? = nil,
      possible: ClosedRange<Double> = 0...(.infinity)
    ) {
      (self.title, self.scale, self.summary, self.rerun) = (title, scale, summary, rerun)
      self.possible = possible
    }
  }

  package struct Strategy: Sendable {
    package var name: String
    /// The shares by client, over seeds; empty if all are withheld.
    package var shares: [SampleSummary]
    /// The shares of single runs: [clients][runs].
    package var runs: [[Double]]
    package var accuracy: SampleSummary?
    /// The number of runs whose training diverged.
    package var diverged: Int
    /// The distances from the reference, one per measure, in the same order for all strategies.
    package var distances: [Distance]

    package init(
      name: String, shares: [SampleSummary], runs: [[Double]], accuracy: SampleSummary?,
      diverged: Int = 0, distances: [Distance]
    ) {
      (self.name, self.shares, self.runs, self.diverged) = (name, shares, runs, diverged)
      (self.accuracy, self.distances) = (accuracy, distances)
    }
  }

  /// Two strategies on the same data and random draws.
  package struct Pair: Sendable {
    package var first: String
    package var second: String
    package var differences: ShareDifferences?
    package var kendall: SampleSummary?

    package init(
      first: String, second: String, differences: ShareDifferences?, kendall: SampleSummary?
    ) {
      (self.first, self.second) = (first, second)
      (self.differences, self.kendall) = (differences, kendall)
    }
  }

  /// FedRandom compared with other uses of the same number of runs.
  package struct Trial: Sendable {
    package struct Estimator: Sendable {
      package var name: String
      package var runs: Int
      package var figures: [Distance]

      package init(name: String, runs: Int, figures: [Distance]) {
        (self.name, self.runs, self.figures) = (name, runs, figures)
      }
    }

    package struct Contest: Sendable {
      package var against: String
      /// The measure's title.
      package var by: String
      package var scale: Double
      /// Whether the measure is a distance of the estimate from the reference, rather than the spread of
      /// its runs.
      package var isDistance: Bool
      package var wins: WinRate
      package var difference: SampleSummary
      package var change: RelativeChange?

      package init(
        against: String, by: String, scale: Double, isDistance: Bool, wins: WinRate,
        difference: SampleSummary, change: RelativeChange?
      ) {
        (self.against, self.by, self.scale) = (against, by, scale)
        (self.isDistance, self.wins) = (isDistance, wins)
        (self.difference, self.change) = (difference, change)
      }
    }

    package var estimators: [Estimator]
    package var contests: [Contest]
    /// Whether all estimators have the same number of runs.
    package var isEven: Bool

    package init(estimators: [Estimator], contests: [Contest], isEven: Bool) {
      (self.estimators, self.contests, self.isEven) = (estimators, contests, isEven)
    }
  }
}
