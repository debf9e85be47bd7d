public import ApportionPrimitives
import ApportionSimulation
public import ApportionValuation
import Yams

extension Catalog where Item == any ValuationMethod {
  /// A method by its id, with the given settings and otherwise its defaults.
  ///
  /// - Parameters:
  ///   - id: the method's id.
  ///   - settings: `key=value`, in the form of the option `--set`.
  ///   - budget: the method's setting `budget`, or nil for the default.
  /// - Returns: the method, with settings in range.
  /// - Throws: `ConfigError` that names the option.
  public func method(
    named id: String, overriding settings: [String] = [], budget: Int? = nil
  ) throws -> any ValuationMethod {
    var source = try ConfigSource(path: "--method \(id)", text: "", overrides: settings)
    try source.put(Node(id), at: [.key("method")], place: "--method \(id)")
    if let budget {
      try source.put(Node("\(budget)"), at: [.key("budget")], place: "--budget \(budget)")
    }
    let reader = ConfigReader(source: source, strategies: Catalog<any Strategy>.strategies)
    let method = try reader.choice(of: self, kindKey: "method")
    try reader.inRange { try method.validate() }
    return method
  }
}
