public import ApportionPrimitives

/// The corruption of a client, to test whether the account detects it.
public struct Corruption: Codable, Hashable, Sendable {
  /// The fraction of the labels that are replaced by another class, drawn uniformly.
  public var labelNoise = 0.0
  /// σ, the standard deviation of normal noise added to every feature, after preparation.
  public var featureNoise = 0.0
  /// Whether the client returns the global model unchanged.
  public var freeRider = false

  /// No corruption.
  public init() {}

  /// Rejects settings that are out of range.
  ///
  /// - Throws: `InvalidSetting` if a setting is out of range.
  public func validate() throws(InvalidSetting) {
    try InvalidSetting.check(
      "labelNoise", labelNoise, labelNoise >= 0 && labelNoise <= 1, mustBe: "from 0 to 1")
    try InvalidSetting.check(
      "featureNoise", featureNoise, featureNoise >= 0 && featureNoise.isFinite,
      mustBe: "at least 0 and finite")
  }

  /// The examples of `rows` as the corrupted client holds them.
  ///
  /// For n labels, `labelNoise` · n of them, rounded to the nearest whole number, are replaced.
  public func apply(
    to dataset: Dataset, rows: [Int], using stream: RandomStream
  ) -> (dataset: Dataset, rows: [Int]) {
    guard labelNoise > 0 || featureNoise > 0 else { return (dataset, rows) }
    var own = dataset.selecting(rows)
    var choice = stream.child("label noise")
    let replaced = Int((labelNoise * Double(rows.count)).rounded())
    for row in choice.permutation(of: rows.count).prefix(replaced) {
      let shift = 1 + choice.integer(below: own.classCount - 1)
      own.labels[row] = Int32((Int(own.labels[row]) + shift) % own.classCount)
    }
    if featureNoise > 0 {
      var noise = stream.child("feature noise")
      for index in own.features.indices {
        own.features[index] += Float(featureNoise * noise.normal())
      }
    }
    return (own, Array(rows.indices))
  }
}

extension Corruption: CustomStringConvertible {
  /// A short description, or empty if the client is not corrupted.
  public var description: String {
    var words: [String] = []
    if labelNoise > 0 { words.append("label noise \(labelNoise)") }
    if featureNoise > 0 { words.append("feature noise \(featureNoise)") }
    if freeRider { words.append("free-rider") }
    return words.joined(separator: ", ")
  }
}
