import ApportionPrimitives
import ApportionReconstruction
import ApportionSimulation
public import ApportionStore

/// Reads the configuration and the checkpoint of a ledger, and checks them against its rounds.
extension Ledger {
  /// The config in force.
  ///
  /// - Parameter catalogs: the components that it may name.
  /// - Returns: the configuration.
  /// - Throws: `ConfigError` if this version does not understand it, or `LedgerError` if it does not
  ///   match the rounds.
  public func configuration(catalogs: Catalogs = .builtIn) throws -> Configuration {
    let configuration = try Configuration(yaml: config, path: path, catalogs: catalogs)
    let first = roundCount > 0 ? try round(1) : nil
    if let fault = configuration.fault(rounds: plannedRounds, first: first) {
      throw LedgerError.broken(path: path, fault)
    }
    return configuration
  }

  /// The checkpoint after the last round, or nil before the first round.
  ///
  /// - Parameters:
  ///   - federation: the run's federation, before its first round.
  ///   - strategies: the strategies that the checkpoint may name.
  /// - Returns: the checkpoint.
  /// - Throws: `LedgerError` if the checkpoint cannot belong to the federation.
  func checkpoint(
    for federation: Federation, strategies: Catalog<any Strategy>
  ) throws -> Checkpoint? {
    guard let checkpoint = try checkpoint(strategies: strategies) else { return nil }
    guard checkpoint.global.values.count == federation.network.parameterCount,
      checkpoint.server.canFollow(federation.server, after: checkpoint.round)
    else {
      throw LedgerError.broken(
        path: path,
        LedgerFault(
          round: checkpoint.round, field: "checkpoint",
          problem: "it does not belong to a run of this config"))
    }
    return checkpoint
  }
}

extension StoredRun {
  /// The config that the run was made with, by any version of the program.
  ///
  /// It is for reading only; nothing is run again with it.
  ///
  /// - Parameter catalogs: the components that it may name.
  /// - Returns: the configuration in force at the end.
  /// - Throws: `ConfigError` if this version does not understand it, or `LedgerError` if it does not
  ///   match the rounds.
  public func configuration(catalogs: Catalogs = .builtIn) throws -> Configuration {
    let file = path + "/run.sqlite"
    let configuration = try Configuration(ofAnyVersion: config, path: file, catalogs: catalogs)
    if let fault = configuration.fault(rounds: rounds.count, first: rounds.first) {
      throw LedgerError.broken(path: file, fault)
    }
    return configuration
  }
}

extension Configuration {
  /// The first mismatch between this config and a ledger with the given number of planned rounds, or nil.
  ///
  /// The methods are checked in the first round only.
  fileprivate func fault(rounds: Int, first: LedgerRound?) -> LedgerFault? {
    guard training.rounds == rounds else {
      return LedgerFault(
        round: 0, field: "config",
        problem: "it asks for \(training.rounds) rounds, but the ledger has \(rounds)")
    }
    let asked = valuation.flatMap { method in Utility.allCases.map { (type(of: method).id, $0) } }
    let found = first?.account.entries.map { ($0.method, $0.utility) } ?? asked
    guard asked.elementsEqual(found, by: ==) else {
      return LedgerFault(
        round: 0, field: "config", problem: "its methods differ from those of the rounds")
    }
    return nil
  }
}
