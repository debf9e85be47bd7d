import ApportionReport
import ApportionValuation

extension ComparisonRecord {
  init(_ stored: StoredComparison) throws {
    let (result, comparison) = (stored.result, stored.result.comparison)
    let settings = comparison.settings
    self.init(
      name: result.name, method: result.method, utility: result.utility, version: result.version,
      strategies: settings.strategies, fedRandom: settings.fedRandom, seeds: settings.seeds,
      repeats: settings.repeats, budget: settings.budget, confidence: settings.confidence,
      reference: settings.reference.inWords,
      shareRule: settings.shareRule.kind.rawValue,
      roundWeights: settings.roundWeights.kind.rawValue
        + (settings.roundWeights.normalised ? ", normalised" : ""),
      settings: comparison.results.map { Setting($0, stored) }, config: stored.config,
      machines: stored.machines,
      ledgers: stored.runs.map { ($0.folder, "\($0.hash)") }, hash: "\(stored.hash)")
  }
}

extension ComparisonRecord.Setting {
  fileprivate init(_ setting: ComparedSetting, _ stored: StoredComparison) {
    let settings = stored.result.comparison.settings
    let isOrder = settings.reference == .quality
    let runs = stored.runs.filter { $0.setting == setting.values }
    self.init(
      title: zip(settings.axes, setting.values).map { "\($0) \($1)" }.joined(separator: ", "),
      clients: setting.clients, unit: setting.unit.rawValue, runs: setting.runs,
      withheld: setting.withheldReferences.map { "reference, seed \($0.seed): \($0.reason)" }
        + setting.withheld.map {
          "\($0.strategy), seed \($0.seed), repetition \($0.repetition): \($0.reason)"
        },
      diverged: setting.diverged.map {
        "\($0.strategy), seed \($0.seed), repetition \($0.repetition): \($0.divergence.losses)"
      },
      strategies: setting.strategies.map { strategy in
        ComparisonRecord.Strategy(
          strategy, isOrder: isOrder,
          runs: runs.filter { $0.strategy == strategy.strategy }.compactMap(\.shares))
      },
      equalSplit: isOrder
        ? [] : ComparisonRecord.Distance.amounts(setting.equalSplit, rerun: nil),
      expectedEqualSplit: setting.expectedEqualSplit,
      noiseFloor: setting.noiseFloor?.differences,
      betweenStrategies: setting.agreement?.differences,
      kendallsW: setting.agreement?.kendallsW,
      pairs: setting.pairs.map {
        ComparisonRecord.Pair(
          first: $0.first, second: $0.second, differences: $0.contrast?.differences,
          kendall: $0.contrast?.kendall)
      },
      variance: setting.variance?.decomposition,
      leftOut: (setting.variance?.strategiesLeftOut ?? [])
        + (setting.variance?.seedsLeftOut ?? []).map { "seed \($0)" },
      trial: setting.fedRandom.map {
        ComparisonRecord.Trial($0, settings, isOrder: isOrder)
      })
  }
}

extension ComparisonRecord.Strategy {
  fileprivate init(_ strategy: ComparedStrategy, isOrder: Bool, runs: [[Double]]) {
    self.init(
      name: strategy.strategy, shares: strategy.clients.map(\.share),
      runs: strategy.clients.indices.map { client in runs.map { $0[client] } },
      accuracy: strategy.testAccuracy, diverged: strategy.diverged,
      distances: isOrder
        ? ComparisonRecord.Distance.orders(strategy.reference, rerun: strategy.noiseFloor)
        : ComparisonRecord.Distance.amounts(strategy.reference, rerun: strategy.noiseFloor))
  }
}

extension ComparisonRecord.Distance {
  fileprivate static func amounts(_ contrast: ShareContrast?, rerun: ShareContrast?) -> [Self] {
    [(DistanceMeasure.squaredL2, "squared L2 × 100"), (.lInfinity, "largest error (L∞), pp")].map {
      measure, title in
      Self(
        title: title, scale: 100, summary: contrast?.distance(measure),
        rerun: rerun?.distance(measure))
    }
  }

  fileprivate static func orders(_ contrast: ShareContrast?, rerun: ShareContrast?) -> [Self] {
    [
      Self(
        title: "pairs in the wrong order, %", scale: 100, summary: contrast?.flipProbability,
        rerun: rerun?.flipProbability, possible: 0...100),
      Self(
        title: "Kendall’s τ-b with the reference", scale: 1, summary: contrast?.kendall,
        rerun: rerun?.kendall, possible: -1...1),
    ]
  }
}

extension ComparisonRecord.Trial {
  fileprivate init(
    _ trial: FedRandomTrial, _ settings: ComparisonSettings, isOrder: Bool
  ) {
    let measures: [FedRandomTrial.Measure] =
      isOrder ? [.order, .deviation] : [.squaredL2, .lInfinity, .deviation]
    let name = { (kind: FedRandomTrial.Estimator.Kind) in
      switch kind {
      case .fedRandom: settings.fedRandom ?? "FedRandom"
      case .msm: "MSM"
      case .control: "re-runs of \(settings.control ?? "the control")"
      }
    }
    self.init(
      estimators: trial.estimators.map { estimator in
        Estimator(
          name: name(estimator.kind), runs: estimator.runs,
          figures: measures.map { measure in
            ComparisonRecord.Distance(
              title: measure.title, scale: 100,
              summary: estimator.figures.first { $0.measure == measure }?.summary)
          })
      },
      contests: trial.contests.filter { measures.contains($0.measure) }.map { contest in
        Contest(
          against: name(contest.against), by: contest.measure.title, scale: 100,
          isDistance: contest.measure != .deviation, wins: contest.wins,
          difference: contest.difference, change: contest.change)
      }, isEven: trial.isEven)
  }
}

extension FedRandomTrial.Measure {
  fileprivate var title: String {
    switch self {
    case .squaredL2: "squared L2 × 100"
    case .lInfinity: "largest error (L∞), pp"
    case .deviation: "deviation of one run, pp"
    case .order: "pairs in the wrong order, %"
    case .l2, .totalVariation, .cosine, .jensenShannon: rawValue
    }
  }
}
