/// A part of an experiment that a config names by its id: a data set, a strategy, a method.
///
/// It is a value whose stored properties are its settings, so it can be compared, written to a
/// config and read back. It contains no data and no random state.
public protocol Configurable: Codable, Hashable, Sendable {
  /// The name in configs, reports and files, in kebab case: `"fed-avg-m"`.
  static var id: String { get }

  /// A description in one line.
  static var summary: String { get }

  /// The default settings.
  init()

  /// Rejects settings that are out of range.
  ///
  /// - Throws: ``InvalidSetting`` if a setting is out of range.
  func validate() throws
}

extension Configurable {
  public func validate() throws {}
}

/// The error that a setting is out of range, with its name, its value and the allowed values.
public struct InvalidSetting: Error, Hashable, CustomStringConvertible {
  /// The name of the stored property.
  public let setting: String
  /// The value of the setting as text.
  public let value: String
  /// The allowed values, worded to follow "must be".
  public let allowed: String

  public var description: String { "`\(setting)` is \(value), but must be \(allowed)" }

  /// An error for a setting, its value and the allowed values.
  public init(_ setting: String, _ value: String, mustBe allowed: String) {
    (self.setting, self.value, self.allowed) = (setting, value, allowed)
  }

  /// Throws an ``InvalidSetting`` unless `holds` is true.
  public static func check(
    _ setting: String, _ value: some CustomStringConvertible, _ holds: Bool, mustBe allowed: String
  ) throws(InvalidSetting) {
    guard holds else { throw InvalidSetting(setting, value.description, mustBe: allowed) }
  }

  /// This error with the setting named as a part of another setting: `owner.setting`.
  public func inside(_ owner: String) -> InvalidSetting {
    InvalidSetting("\(owner).\(setting)", value, mustBe: allowed)
  }
}

/// A setting that is one of a few words.
///
/// Decoding ignores the case of a word, dashes, underscores and blanks. An unknown word is rejected
/// with the list of the known words.
public protocol ConfigurableChoice: RawRepresentable<String>, CaseIterable, Codable, Hashable,
  Sendable
{}

extension ConfigurableChoice {
  public init(from decoder: any Decoder) throws {
    let word = try decoder.singleValueContainer().decode(String.self)
    let known = Self.allCases.map(\.rawValue)
    guard let choice = spelling(of: word, among: known).flatMap(Self.init(rawValue:)) else {
      let error = UnknownName(noun: "word", name: word, known: known)
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: decoder.codingPath, debugDescription: error.description,
          underlyingError: error))
    }
    self = choice
  }
}
