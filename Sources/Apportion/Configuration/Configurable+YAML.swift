public import ApportionPrimitives
import ApportionValuation
import Yams

extension Configurable {
  /// The part of a config that names it, every setting spelt out.
  ///
  /// - Parameter section: the part's key; methods stand in a list.
  /// - Returns: YAML, with the line's end.
  /// - Throws: what its `encode(to:)` throws.
  public func configText(under section: String) throws -> String {
    let isMethod = self is any ValuationMethod
    let own = try Node(encoding: self, kindKey: isMethod ? "method" : "kind")
    return try serialize(node: Node([(Node(section), isMethod ? Node([own]) : own)]), width: -1)
  }
}
