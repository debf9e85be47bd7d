public import ApportionStore

extension StoredRun {
  /// What the run was asked for, by whichever version of the program; it is to be read, not to be run
  /// again.
  ///
  /// - Throws: ``ConfigError`` where it is not one that this version understands.
  public var configuration: Configuration {
    get throws {
      try Configuration(ofAnyVersion: config, path: path + "/config.yml")
    }
  }
}
