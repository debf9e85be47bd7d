/// One run that a comparison will make.
public struct PlannedRun: Sendable {
  /// The values of all axes except the strategy's, in the order of the axes, as a config writes them.
  public let setting: [String]
  /// The label of the strategy in tables.
  public let strategy: String
  /// The folder in which the run is stored, below the comparison's `runs`.
  public let folder: String
  /// The whole configuration of the run.
  public let configuration: Configuration

  /// Plans a run.
  ///
  /// - Parameters:
  ///   - keys: the keys of all axes except the strategy's.
  ///   - setting: the values of these keys.
  ///   - strategy: its label in tables.
  ///   - configuration: the whole configuration.
  init(keys: [String], setting: [String], strategy: String, configuration: Configuration) {
    self.setting = setting
    self.strategy = strategy
    self.configuration = configuration
    folder = RunKey(
      setting: setting, strategy: strategy, seed: configuration.seed,
      repetition: configuration.repetition
    ).folder(axes: keys)
  }
}

/// A unique name made of `parts` that has no special meaning to shells and file systems.
///
/// It depends on nothing else, so that a comparison to which an axis value is added finds its runs
/// again. Characters that are not allowed are left out, and a hash of the whole is added instead.
func folderName(_ parts: [String]) -> String {
  let text = parts.joined(separator: ",")
  // Nearly all names are used unchanged, and there may be a million of them.
  if text.utf8.count <= 160, text.utf8.allSatisfy(allowedBytes.contains) { return text }
  // The labels of strategies have settings after a blank, which distinguish them.
  var name = String(
    text.map { $0 == " " ? "+" : $0 }.filter { allowedCharacters.contains($0) || $0 == "+" })
  // File names have at most 255 bytes, and a temporary name of a run needs some of them.
  let isWhole = name.count == text.count && !text.contains("+") && name.count <= 160
  if !isWhole {
    let hash = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {  // FNV-1a
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    let digits = String(hash, radix: 16)
    name = name.prefix(140) + "," + String(repeating: "0", count: 16 - digits.count) + digits
  }
  return name
}

private let allowedCharacters = Set(
  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-=,")
private let allowedBytes = Set(allowedCharacters.compactMap(\.asciiValue))
