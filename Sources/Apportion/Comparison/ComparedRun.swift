public import ApportionReconstruction
public import ApportionSimulation
import ApportionStore

/// One finished run of a comparison, reduced to what the statistics need.
public struct ComparedRun: Codable, Hashable, Sendable {
  /// The values of all axes except the strategy's, in the order of the axes, as a config writes them.
  public var setting: [String]
  /// The label of the strategy in tables.
  public var strategy: String
  /// The seed of the data and their partition.
  public var seed: UInt64
  /// The repetition: runs that differ only in it use different random draws in training.
  public var repetition: Int
  /// The clients, in the order of their ids.
  public var clients: [ClientRecord]
  /// The values by the primary method under the primary utility: [rounds][clients].
  public var rounds: [[Double]]
  /// The test accuracy of the last model, or nil if there are no test examples.
  public var testAccuracy: Double?
  /// How training diverged, or nil if it did not.
  public var divergence: Divergence?

  /// Creates a run from its parts.
  public init(
    setting: [String], strategy: String, seed: UInt64, repetition: Int, clients: [ClientRecord],
    rounds: [[Double]], testAccuracy: Double?, divergence: Divergence? = nil
  ) {
    self.setting = setting
    self.strategy = strategy
    self.seed = seed
    self.repetition = repetition
    self.clients = clients
    self.rounds = rounds
    self.testAccuracy = testAccuracy
    self.divergence = divergence
  }
}

extension ComparedRun {
  /// Reads the compared values of a finished run.
  ///
  /// - Parameters:
  ///   - planned: the run as it was planned.
  ///   - stored: the run as it is stored.
  ///   - method: the method whose values are compared.
  ///   - utility: the utility of these values.
  /// - Throws: `StoreError` if the run does not contain values of this method and utility.
  init(
    _ planned: PlannedRun, _ stored: StoredRun, method: String, utility: Utility
  ) throws {
    let (first, last) = (stored.rounds.first?.account, stored.rounds.last)
    self.init(
      setting: planned.setting, strategy: planned.strategy, seed: planned.configuration.seed,
      repetition: planned.configuration.repetition, clients: stored.clients,
      rounds: try stored.values(method: method, utility: utility),
      testAccuracy: last.flatMap { $0.test.count > 0 ? $0.test.accuracy : nil },
      divergence: first.flatMap { first in
        last.flatMap { Divergence(from: first.before, to: $0.account.after) }
      })
  }
}
