import Apportion
import ArgumentParser

/// A catalog that has its own command to list it.
protocol ListedCatalog {
  associatedtype Item
  static var catalog: Catalog<Item> { get }
  static var command: String { get }
  /// The words that follow "List".
  static var contents: String { get }
  /// The section of a config that names one of its components.
  static var section: String { get }
  static var example: String { get }
}

enum Methods: ListedCatalog {
  static let catalog = Catalog.methods
  static let (command, section, example) = ("methods", "valuation", "beta-shapley")
  static let contents = "the methods that value players"
}

enum Strategies: ListedCatalog {
  static let catalog = Catalog.strategies
  static let (command, section, example) = ("strategies", "strategy", "fed-adam")
  static let contents = "the strategies by which a server combines the clients' updates"
}

enum Datasets: ListedCatalog {
  static let catalog = Catalog.datasets
  static let (command, section, example) = ("datasets", "dataset", "csv")
  static let contents = "the kinds of data that a federation may train on"
}

enum Partitions: ListedCatalog {
  static let catalog = Catalog.partitioners
  static let (command, section, example) = ("partitions", "partition", "dirichlet-labels")
  static let contents = "the ways to divide data among clients"
}

/// The command that lists a catalog, one line per component, or describes one component.
struct Listing<Listed: ListedCatalog>: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: Listed.command, abstract: "List \(Listed.contents), or describe one.",
      discussion: """
        Examples:
          apportion \(Listed.command)
          apportion \(Listed.command) \(Listed.example)
        """)
  }

  @Argument(help: "The one to describe.", completion: .list(Listed.catalog.ids))
  var name: String?

  func run() throws {
    guard let name else {
      var table = TextTable([(Listed.catalog.noun, .left), ("what it is", .left)])
      for type in Listed.catalog.types { table.add([type.id, type.summary]) }
      return try Output.print(
        table.text(width: Terminal.width), as: "the list", terminator: "")
    }
    let text: String
    do {
      let type = try Listed.catalog.type(named: name)
      text = try CatalogEntry(type, inConfig: Listed.section).text
    } catch let error as UnknownName {
      throw ValidationError("\(error)")
    }
    try Output.print(text, as: "the description of \(name)", terminator: "")
  }
}
