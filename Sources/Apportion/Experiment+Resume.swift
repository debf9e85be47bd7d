import ApportionSimulation
public import ApportionStore

extension Experiment {
  /// Opens a run to resume it, optionally with more rounds than before.
  ///
  /// Run the experiment into the returned directory: existing rounds keep their bits and their entries in
  /// the ledger, which records a change of the number of rounds. The values are those of a run with this many
  /// rounds from the start, because no random draw, learning rate or strategy depends on their number.
  /// Data files are searched for in the folder in which the run was begun, and in the working directory.
  ///
  /// - Parameters:
  ///   - path: the run's folder, relative to the working directory.
  ///   - given: a configuration that must equal the run's except for the number of rounds, or nil.
  ///   - rounds: the number of rounds at the end; if nil, that of `given`, or else the run's own.
  ///   - catalogs: the components that the run's config may name.
  /// - Returns: the experiment, and the folder opened for writing.
  /// - Throws: `StoreError`, also if fewer rounds are asked for than exist, `LedgerError` if the ledger is
  ///   not valid, `DatabaseError`, or ``ConfigError``.
  public static func resuming(
    _ path: String, by given: Configuration? = nil, rounds: Int? = nil,
    catalogs: Catalogs = .builtIn
  ) throws -> (experiment: Experiment, directory: RunDirectory) {
    var resumed: Experiment?
    let directory = try RunDirectory(resuming: path) { ledger in
      var configuration = try ledger.configuration(catalogs: catalogs)
      if var given {
        let rounds = given.training.rounds
        given.training.rounds = configuration.training.rounds
        if let difference = textDifference(ledger.config, try given.yaml()) {
          throw StoreError.otherConfig(path: path, difference: difference)
        }
        configuration.training.rounds = rounds
      }
      configuration.training.rounds = rounds ?? configuration.training.rounds
      guard configuration.training.rounds >= ledger.roundCount else {
        throw StoreError.fewerRounds(
          path: path, asked: configuration.training.rounds, kept: ledger.roundCount)
      }
      let folder = ledger.segments.first?.folder ?? ""
      resumed = Experiment(
        configuration, catalogs: catalogs, dataFrom: folder.isEmpty ? nil : folder,
        extending: true)
    }
    guard let resumed else { preconditionFailure("the ledger was not looked at") }
    return (resumed, directory)
  }
}
