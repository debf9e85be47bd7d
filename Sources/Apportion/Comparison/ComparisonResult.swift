public import ApportionReconstruction
import Foundation

/// What a comparison found: what `comparison.json` holds.
public struct ComparisonResult: Codable, Hashable, Sendable {
  public let name: String
  public let version: String
  /// Whose values are compared.
  public let method: String
  /// By which they are.
  public let utility: Utility
  public let comparison: Comparison
  /// Whether its axes are changes made in code, and not keys of a config.
  public let madeInCode: Bool

  init(_ matrix: ComparisonMatrix, _ comparison: Comparison) {
    name = matrix.name
    version = apportionVersion
    method = matrix.method
    utility = matrix.plan.utility
    self.comparison = comparison
    madeInCode = matrix.isMadeInCode
  }

  /// One JSON document, with keys in snake_case and numbers in full precision.
  package var json: String { get throws { try jsonDocument(self) } }
}
