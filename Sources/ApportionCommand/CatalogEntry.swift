import Apportion

/// The description of one component that a config may name, and how a config names it.
struct CatalogEntry {
  private let type: any Configurable.Type
  private let key: String

  /// Creates a description.
  ///
  /// - Parameters:
  ///   - type: the component.
  ///   - key: the section of a config that names it.
  init(_ type: any Configurable.Type, inConfig key: String) { (self.type, self.key) = (type, key) }

  var text: String {
    get throws {
      """
      \(type.id): \(type.summary)
      \(origin)
      In a config, with every default:

      \(try type.init().configText(under: key))
      """
    }
  }

  private var origin: String {
    guard let method = type as? any CitedMethod.Type else { return "" }
    return """
      Evaluations: \(method.cost), for n players
      Source: \(method.source)

      """
  }
}
