import ApportionSimulation
public import ApportionStore

extension Experiment {
  /// Opens a run to resume it, with more rounds than before if asked to.
  ///
  /// Run the experiment into the directory: rounds that are there keep their bits and their entries in the
  /// ledger, which records a change of the number of rounds. The values are those of a run that had as many
  /// rounds from the start, because no draw, learning rate or strategy depends on how many rounds there will be.
  /// Data files are looked for from the folder in which the run was begun, and from the working directory.
  ///
  /// - Parameters:
  ///   - path: the run's folder, taken from the working directory.
  ///   - given: a configuration that must be the run's, but for the number of rounds; or nil.
  ///   - rounds: how many rounds to have at the end; that of `given`, or the run's own, where it is nil.
  ///   - catalogs: what the run's config may name.
  /// - Returns: the experiment, and the folder opened for writing.
  /// - Throws: `StoreError`, also where fewer rounds are asked for than there are, `LedgerError` where the ledger
  ///   does not hold, `DatabaseError`, or ``ConfigError``.
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
