public import ApportionPrimitives
import ApportionValuation
import Yams

extension Configurable {
  /// The section of a config that describes this item, with all of its settings.
  ///
  /// - Parameter section: the section's key; methods are written in a list.
  /// - Returns: YAML, with a line break at the end.
  /// - Throws: what its `encode(to:)` throws.
  public func configText(under section: String) throws -> String {
    let isMethod = self is any ValuationMethod
    let own = try Node(encoding: self, kindKey: isMethod ? "method" : "kind")
    return try serialize(node: Node([(Node(section), isMethod ? Node([own]) : own)]), width: -1)
  }
}
