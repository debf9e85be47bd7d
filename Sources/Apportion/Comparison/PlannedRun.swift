/// One run that a comparison asks for.
public struct PlannedRun: Sendable {
  /// The values of all axes but the strategy's, in their order, as a config writes them.
  public let setting: [String]
  /// The strategy, as tables call it.
  public let strategy: String
  /// The folder that the run is kept in, below the comparison's `runs`.
  public let folder: String
  public let configuration: Configuration

  /// - Parameters:
  ///   - keys: those of all axes but the strategy's.
  ///   - setting: what they are set to.
  ///   - strategy: as tables call it.
  ///   - configuration: the whole of it.
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

/// A name that is made of `parts`, that tells them apart, and that shells and file systems leave alone.
///
/// It depends on nothing else, so that a comparison to which an axis value is added finds its runs again.
/// What cannot stand in it is left out, and a hash of the whole added in its place.
func folderName(_ parts: [String]) -> String {
  let text = parts.joined(separator: ",")
  // Nearly all are whole, and there may be a million of them.
  if text.utf8.count <= 160, text.utf8.allSatisfy(allowedBytes.contains) { return text }
  // Strategies are told apart by settings after a blank.
  var name = String(
    text.map { $0 == " " ? "+" : $0 }.filter { allowedCharacters.contains($0) || $0 == "+" })
  // File names have at most 255 bytes, and a run in the making needs some of them for itself.
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
