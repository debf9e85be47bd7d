/// A part of an experiment that a config names by its id: a data set, a strategy, a method.
///
/// It is a value whose stored properties are its settings, so it can be compared, written to a
/// config and read back. It holds no data and no random state.
public protocol Configurable: Codable, Hashable, Sendable {
  /// The name in configs, reports and files, in kebab-case: `"fed-avg-m"`.
  static var id: String { get }

  /// What it is, in one line.
  static var summary: String { get }

  /// The default settings.
  init()

  /// Refuses settings that are out of range.
  ///
  /// - Throws: ``InvalidSetting``.
  func validate() throws
}

extension Configurable {
  public func validate() throws {}
}

/// A setting that is out of range: which, its value, and what it may be.
public struct InvalidSetting: Error, Hashable, CustomStringConvertible {
  /// The name of the stored property.
  public let setting: String
  public let value: String
  /// What would be right, to follow "must be".
  public let allowed: String

  public var description: String { "`\(setting)` is \(value), but must be \(allowed)" }

  public init(_ setting: String, _ value: String, mustBe allowed: String) {
    (self.setting, self.value, self.allowed) = (setting, value, allowed)
  }

  /// Throws unless `holds`.
  public static func check(
    _ setting: String, _ value: some CustomStringConvertible, _ holds: Bool, mustBe allowed: String
  ) throws(InvalidSetting) {
    guard holds else { throw InvalidSetting(setting, value.description, mustBe: allowed) }
  }

  /// The same for a setting of something that is itself a setting.
  public func inside(_ owner: String) -> InvalidSetting {
    InvalidSetting("\(owner).\(setting)", value, mustBe: allowed)
  }
}

/// A setting that is one of a few words.
///
/// A word is read in any case, with or without dashes; one that is none of them is refused with the list
/// of those that are.
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
