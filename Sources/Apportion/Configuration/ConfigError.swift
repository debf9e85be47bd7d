/// What is wrong with a config: where it says so, the key, and what to change.
public struct ConfigError: Error, Hashable, CustomStringConvertible {
  /// `file:line:column`, the `--set` option, or the file alone.
  public let place: String
  /// The key, from the top: `strategy.of[1].momentum`; empty for the config as a whole.
  public let key: String
  public let problem: String
  /// Whether there is no such file.
  public let isMissingInput: Bool

  init(place: String, key: String, problem: String, isMissingInput: Bool = false) {
    (self.place, self.key, self.problem) = (place, key, problem)
    self.isMissingInput = isMissingInput
  }

  public var description: String {
    key.isEmpty ? "\(place): \(problem)" : "\(place): `\(key)` \(problem)"
  }
}
