import Apportion
import Foundation
import Testing

@Suite("The catalogs")
struct CatalogTests {
  /// Each catalog's ids, and the folder where its types live.
  static let catalogs: [(noun: String, ids: [String], folder: String)] = [
    entry(Catalog.datasets, "ApportionSimulation/Datasets"),
    entry(Catalog.partitioners, "ApportionSimulation/Partition"),
    entry(Catalog.models, "ApportionSimulation/Models"),
    entry(Catalog.strategies, "ApportionSimulation/Aggregation"),
    entry(Catalog.methods, "ApportionValuation/Methods"),
  ]

  private static func entry<Item>(
    _ catalog: Catalog<Item>, _ folder: String
  ) -> (noun: String, ids: [String], folder: String) {
    (catalog.noun, catalog.ids, folder)
  }

  @Test("a catalog lists what its folder defines", arguments: catalogs.indices)
  func complete(index: Int) throws {
    let (noun, ids, name) = Self.catalogs[index]
    let folder = ArrowTests.sources.appending(path: name)
    let texts = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .map { try String(contentsOf: folder.appending(path: $0), encoding: .utf8) }
    let defined = texts.flatMap { text in
      text.matches(of: /static let id = "([^"]+)"/).map { String($0.1) }
    }
    #expect(defined.sorted() == ids.sorted(), "a \(noun) lacks its line, or a line its file")
  }

  @Test("every file in Methods is a method, named as its type")
  func methods() throws {
    let folder = ArrowTests.sources.appending(path: "ApportionValuation/Methods")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { !$0.contains("+") }
    let types = Catalog.methods.types.map { "\($0).swift" }
    #expect(files.sorted() == types.sorted())
  }
}
