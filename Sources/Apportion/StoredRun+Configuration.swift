public import ApportionStore

extension StoredRun {
  /// What the run was asked for, by whichever version of the program; it is to be read, not to be run
  /// again.
  ///
  /// - Throws: ``ConfigError`` where it is not one that this version understands.
  public var configuration: Configuration {
    get throws {
      let lines = header.config.split(separator: "\n").filter { !$0.hasPrefix("version:") }
      return try Configuration(yaml: lines.joined(separator: "\n"), path: path + "/config.yml")
    }
  }
}
