/// What is wrong with a config: the location, the key, and what to change.
public struct ConfigError: Error, Hashable, CustomStringConvertible {
  /// The location: `file:line:column`, the `--set` option, or the file alone.
  public let place: String
  /// The path of the key: `strategy.of[1].momentum`; empty for the config as a whole.
  public let key: String
  /// What is wrong, and what to change.
  public let problem: String
  /// Whether the error is that the file does not exist.
  public let isMissingInput: Bool

  init(place: String, key: String, problem: String, isMissingInput: Bool = false) {
    (self.place, self.key, self.problem) = (place, key, problem)
    self.isMissingInput = isMissingInput
  }

  public var description: String {
    key.isEmpty ? "\(place): \(problem)" : "\(place): `\(key)` \(problem)"
  }
}
