/// What is wrong with a config: where it says so, the key, and what to change.
public struct ConfigError: Error, Hashable, CustomStringConvertible {
  /// `file:line:column`, the `--set` option, or the file alone.
  public let place: String
  /// The key, from the top: `strategy.of[1].momentum`; empty for the config as a whole.
  public let key: String
  public let problem: String

  public var description: String {
    key.isEmpty ? "\(place): \(problem)" : "\(place): `\(key)` \(problem)"
  }
}
