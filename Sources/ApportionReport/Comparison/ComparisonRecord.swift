package import ApportionReconstruction
package import ApportionValuation

/// What a comparison found, as its page needs it.
package struct ComparisonRecord: Sendable {
  package var name: String
  package var method: String
  package var utility: Utility
  package var version: String
  /// The first is what the others are held against.
  package var strategies: [String]
  package var fedRandom: String?
  package var seeds: [UInt64]
  package var repeats: Int
  /// How often FedRandom and its control were run on each seed.
  package var budget: Int
  /// That of the intervals.
  package var confidence: Double
  /// What shares are held against, in words.
  package var reference: String
  /// How values became shares, in words.
  package var shareRule: String
  /// How rounds were weighted, in words.
  package var roundWeights: String
  package var settings: [Setting]
  /// A config that makes the comparison again.
  package var config: String
  /// Where runs were worked out, in words, and how many of them.
  package var machines: [(machine: String, runs: Int)]
  /// The folder of each run, and the hash of the last entry of its ledger.
  package var ledgers: [(run: String, hash: String)]
  /// SHA-256 of these, a line each.
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

  /// One combination of all axes but the strategy's.
  package struct Setting: Sendable {
    /// "partition.alpha 10", or empty where there is one setting.
    package var title: String
    package var clients: [String]
    /// What intervals are over: seeds or repetitions.
    package var unit: String
    package var runs: Int
    /// The runs, and references, without shares, each with its reason.
    package var withheld: [String]
    /// The runs whose training diverged, each with its losses.
    package var diverged: [String]
    package var strategies: [Strategy]
    /// How far an equal split is from the reference.
    package var equalSplit: [Distance]
    /// The closed form of its mean squared L2.
    package var expectedEqualSplit: Double?
    /// Between runs that differ by the draws of training alone.
    package var noiseFloor: ShareDifferences?
    /// Between any two fixed strategies.
    package var betweenStrategies: ShareDifferences?
    package var kendallsW: SampleSummary?
    package var pairs: [Pair]
    package var variance: VarianceDecomposition?
    /// What the decomposition does without, for lack of shares.
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

  /// A figure by which share vectors are told apart.
  package struct Distance: Sendable {
    /// What it is and in which unit: "L2² × 100".
    package var title: String
    /// By how much it is multiplied to be shown.
    package var scale: Double
    package var summary: SampleSummary?
    /// The same between re-runs.
    package var rerun: SampleSummary?
    /// Where it can lie, in the shown unit.
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
    /// By client, over seeds; empty where all are withheld.
    package var shares: [SampleSummary]
    /// [clients][runs].
    package var runs: [[Double]]
    package var accuracy: SampleSummary?
    /// Of how many runs the training diverged.
    package var diverged: Int
    /// From the reference, one per figure, in the same order for all.
    package var distances: [Distance]

    package init(
      name: String, shares: [SampleSummary], runs: [[Double]], accuracy: SampleSummary?,
      diverged: Int = 0, distances: [Distance]
    ) {
      (self.name, self.shares, self.runs, self.diverged) = (name, shares, runs, diverged)
      (self.accuracy, self.distances) = (accuracy, distances)
    }
  }

  /// Two strategies on the same data and draws.
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

  /// FedRandom against what the same number of runs could have been spent on.
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
      /// The figure's title.
      package var by: String
      package var scale: Double
      /// Whether the figure says how far the estimate is from the reference, and not how far its
      /// runs lie apart.
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
    /// Whether all estimators have as many runs.
    package var isEven: Bool

    package init(estimators: [Estimator], contests: [Contest], isEven: Bool) {
      (self.estimators, self.contests, self.isEven) = (estimators, contests, isEven)
    }
  }
}
