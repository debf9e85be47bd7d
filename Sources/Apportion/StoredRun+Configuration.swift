public import ApportionStore

extension StoredRun {
  /// What the run was asked for, by whichever version of the program; it is to be read, not to be run
  /// again.
  ///
  /// - Parameter catalogs: what it may name.
  /// - Returns: the configuration in force at the end.
  /// - Throws: ``ConfigError`` where it is not one that this version understands.
  public func configuration(catalogs: Catalogs = .builtIn) throws -> Configuration {
    try Configuration(
      ofAnyVersion: config, path: path + "/config.yml", catalogs: catalogs)
  }
}
