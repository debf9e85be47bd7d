public import ApportionReconstruction
import Foundation

/// The result of a comparison, as stored in `comparison.json`.
public struct ComparisonResult: Codable, Hashable, Sendable {
  /// The name of the comparison.
  public let name: String
  /// The version of Apportion that wrote the result.
  public let version: String
  /// The method whose values are compared.
  public let method: String
  /// The utility of these values.
  public let utility: Utility
  /// The statistics of the comparison.
  public let comparison: Comparison
  /// Whether the axes are changes made in code rather than config keys.
  public let madeInCode: Bool

  init(_ matrix: ComparisonMatrix, _ comparison: Comparison) {
    name = matrix.name
    version = apportionVersion
    method = matrix.method
    utility = matrix.plan.utility
    self.comparison = comparison
    madeInCode = matrix.isMadeInCode
  }

  /// The result as one JSON document, with keys in snake_case and numbers in full precision.
  package var json: String { get throws { try jsonDocument(self) } }
}
