public import ApportionPrimitives
public import ApportionReconstruction
import ApportionSimulation
import ApportionValuation

/// The shares of the runs of one setting, by strategy, seed and repetition.
struct ShareTable {
  let settings: ComparisonSettings
  let setting: ComparisonSettings.Setting
  /// The clients, by seed and client.
  let clients: [[ClientRecord]]
  let withheld: [WithheldRun]
  let diverged: [DivergedRun]
  /// The random stream of this setting's bootstraps.
  let stream: RandomStream
  private let shares: [String: [[[Double]?]]]
  private let accuracies: [String: [[Double?]]]

  init(_ runs: RunTable, _ settings: ComparisonSettings, _ setting: ComparisonSettings.Setting) {
    var (shares, accuracies) = ([String: [[[Double]?]]](), [String: [[Double?]]]())
    var (withheld, diverged) = ([WithheldRun](), [DivergedRun]())
    for strategy in settings.strategies {
      for seed in settings.seeds {
        let row = (0..<settings.repetitions(of: strategy)).map { repetition in
          runs[
            RunKey(
              setting: setting.values, strategy: strategy, seed: seed, repetition: repetition)]
        }
        accuracies[strategy, default: []].append(row.map(\.testAccuracy))
        diverged += row.compactMap(DivergedRun.init)
        let fractions = row.map { run -> [Double]? in
          switch settings.shares(ofRounds: run.rounds) {
          case .fractions(let fractions): return fractions
          case .withheld(let reason):
            withheld.append(WithheldRun(run, reason: reason))
            return nil
          }
        }
        shares[strategy, default: []].append(fractions)
      }
    }
    (self.settings, self.setting) = (settings, setting)
    (self.withheld, self.diverged) = (withheld, diverged)
    (self.shares, self.accuracies) = (shares, accuracies)
    clients = settings.seeds.map { seed in
      runs[
        RunKey(
          setting: setting.values, strategy: settings.strategies[0], seed: seed, repetition: 0)
      ].clients
    }
    // By name, so that a setting has the same intervals at any position among the settings.
    stream = zip(settings.axes, setting.values).reduce(
      RandomStream(seed: 0).child("comparison")
    ) { $0.child($1.0).child($1.1) }
  }

  var clientCount: Int { clients[0].count }

  /// The shares of one run, or nil if they are withheld.
  subscript(strategy: String, seed: Int, repetition: Int) -> [Double]? {
    shares[strategy]?[seed][repetition]
  }

  /// Test accuracies by unit; empty groups if there are no test examples.
  func accuracies(of strategy: String) -> [[Double]] {
    units((accuracies[strategy] ?? []).map { $0.compactMap(\.self) })
  }

  /// What the confidence intervals treat as independent.
  var unit: ComparisonUnit { settings.seeds.count > 1 ? .seeds : .repetitions }

  /// The figures of a strategy's runs by unit, without those that are nil.
  func figures<Figure>(
    of strategy: String, _ figure: (_ seed: Int, _ shares: [Double]) -> Figure?
  ) -> [[Figure]] {
    units(
      settings.seeds.indices.map { seed in
        (0..<settings.repetitions(of: strategy)).compactMap { repetition in
          self[strategy, seed, repetition].flatMap { figure(seed, $0) }
        }
      })
  }

  /// The figures of each seed and repetition that all strategies have, by unit, without those that are nil.
  func figures<Figure>(_ figure: (_ seed: Int, _ repetition: Int) -> Figure?) -> [[Figure]] {
    units(
      settings.seeds.indices.map { seed in
        (0..<settings.repeats).compactMap { figure(seed, $0) }
      })
  }

  /// Groups by seed; with only one seed, each of its entries is its own group.
  private func units<Figure>(_ bySeed: [[Figure]]) -> [[Figure]] {
    unit == .seeds ? bySeed : bySeed[0].map { [$0] }
  }
}

/// What the confidence intervals of a comparison treat as independent draws.
///
/// Runs of one seed share their data, so with several seeds the mean of each seed's runs counts once.
/// Intervals over the repetitions of a single seed describe the data of that seed only.
public enum ComparisonUnit: String, ConfigurableChoice {
  case seeds
  case repetitions
}

/// A run that has no shares, and why.
public struct WithheldRun: Codable, Hashable, Sendable {
  /// The label of the strategy in tables.
  public let strategy: String
  /// The seed of the run.
  public let seed: UInt64
  /// The repetition of the run.
  public let repetition: Int
  /// Why the shares are withheld.
  public let reason: String

  init(_ run: ComparedRun, reason: String) {
    (strategy, seed, repetition) = (run.strategy, run.seed, run.repetition)
    self.reason = reason
  }
}

/// A run whose training diverged, and how.
public struct DivergedRun: Codable, Hashable, Sendable {
  /// The label of the strategy in tables.
  public let strategy: String
  /// The seed of the run.
  public let seed: UInt64
  /// The repetition of the run.
  public let repetition: Int
  /// How training diverged.
  public let divergence: Divergence

  /// Nil if training did not diverge.
  init?(_ run: ComparedRun) {
    guard let divergence = run.divergence else { return nil }
    (strategy, seed, repetition) = (run.strategy, run.seed, run.repetition)
    self.divergence = divergence
  }
}
