/// All trainable numbers of a model, laid end to end: layer by layer, weights before biases.
public struct Parameters: Hashable, Sendable {
  public var values: [Float]

  public init(_ values: [Float]) { self.values = values }

  public static func zeros(like other: Parameters) -> Parameters {
    Parameters(Array(repeating: 0, count: other.values.count))
  }

  /// Where the first NaN or infinity stands, or nil when every number is finite.
  public var firstNonFinite: Int? { values.firstIndex { !$0.isFinite } }
}

extension Parameters: Codable {
  public init(from decoder: any Decoder) throws {
    values = try PackedNumbers(from: decoder).numbers
  }

  public func encode(to encoder: any Encoder) throws {
    try PackedNumbers(values).encode(to: encoder)
  }
}
