/// All parameters of a model in one vector: layer by layer, weights before biases.
public struct Parameters: Hashable, Sendable {
  /// The numbers of the vector.
  public var values: [Float]

  /// A vector of the given numbers.
  public init(_ values: [Float]) { self.values = values }

  /// A vector of zeros with the length of another vector.
  public static func zeros(like other: Parameters) -> Parameters {
    Parameters(Array(repeating: 0, count: other.values.count))
  }

  /// The index of the first NaN or infinity, or nil if every number is finite.
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
