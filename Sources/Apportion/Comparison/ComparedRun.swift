public import ApportionReconstruction
public import ApportionSimulation
import ApportionStore

/// One run of a comparison, as its statistics need it.
public struct ComparedRun: Codable, Hashable, Sendable {
  /// The values of all axes but the strategy's, in their order, as a config writes them.
  public var setting: [String]
  /// The strategy, as tables call it.
  public var strategy: String
  /// What the data and their partition were drawn by.
  public var seed: UInt64
  /// What training was drawn by: runs that differ by this alone are re-runs.
  public var repetition: Int
  public var clients: [ClientRecord]
  /// The primary method's values under the primary utility: [rounds][clients].
  public var rounds: [[Double]]
  /// The fraction of test examples that the last model got right, or nil where there are none.
  public var testAccuracy: Double?
  /// Nil where training did not diverge.
  public var divergence: Divergence?

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
  /// What there is to compare of a finished run.
  ///
  /// - Parameters:
  ///   - planned: what it was to be.
  ///   - stored: what it is.
  ///   - method: whose values are compared.
  ///   - utility: by which they are.
  /// - Throws: `StoreError` where it was not asked for them.
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
