import ApportionPrimitives
import ApportionReconstruction
import ApportionSimulation
public import ApportionStore

/// What a ledger says of its run in words of the program, held against what it says in numbers.
extension Ledger {
  /// The config in force.
  ///
  /// - Parameter catalogs: what it may name.
  /// - Returns: the configuration.
  /// - Throws: `ConfigError` where it is not one that this version understands, or `LedgerError` where
  ///   it is not that of the rounds.
  public func configuration(catalogs: Catalogs = .builtIn) throws -> Configuration {
    let configuration = try Configuration(yaml: config, path: path, catalogs: catalogs)
    let first = roundCount > 0 ? try round(1) : nil
    if let fault = configuration.fault(rounds: plannedRounds, first: first) {
      throw LedgerError.broken(path: path, fault)
    }
    return configuration
  }

  /// Where the run stands, or nil before its first round.
  ///
  /// - Parameters:
  ///   - federation: the run's, before its first round.
  ///   - strategies: those that the checkpoint may name.
  /// - Returns: the checkpoint.
  /// - Throws: `LedgerError` where the federation cannot stand there.
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
          problem: "it is not that of a run by this config"))
    }
    return checkpoint
  }
}

extension StoredRun {
  /// What the run was asked for, by whichever version of the program; it is to be read, not to be run
  /// again.
  ///
  /// - Parameter catalogs: what it may name.
  /// - Returns: the configuration in force at the end.
  /// - Throws: `ConfigError` where it is not one that this version understands, or `LedgerError` where
  ///   it is not that of the rounds.
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
  /// What a ledger of so many planned rounds does not have as this config says, or nil; the first round
  /// shows the methods of all.
  fileprivate func fault(rounds: Int, first: LedgerRound?) -> LedgerFault? {
    guard training.rounds == rounds else {
      return LedgerFault(
        round: 0, field: "config",
        problem: "it asks for \(training.rounds) rounds, but the ledger for \(rounds)")
    }
    let asked = valuation.flatMap { method in Utility.allCases.map { (type(of: method).id, $0) } }
    let found = first?.account.entries.map { ($0.method, $0.utility) } ?? asked
    guard asked.elementsEqual(found, by: ==) else {
      return LedgerFault(
        round: 0, field: "config", problem: "it asks for other methods than the rounds have")
    }
    return nil
  }
}
