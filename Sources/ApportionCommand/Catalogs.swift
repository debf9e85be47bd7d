import Apportion
import ArgumentParser

struct Methods: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the methods that value players, or tell of one of them.",
    discussion: """
      Examples:
        apportion methods
        apportion methods beta-shapley
      """)

  @Argument(help: "A method.", completion: .list(Catalog.methods.ids))
  var name: String?

  func run() throws { try show(Catalog.methods, name, inConfig: "valuation") }
}

struct Strategies: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the strategies by which a server merges what clients send, or tell of one.",
    discussion: """
      Examples:
        apportion strategies
        apportion strategies fed-adam
      """)

  @Argument(help: "A strategy.", completion: .list(Catalog.strategies.ids))
  var name: String?

  func run() throws { try show(Catalog.strategies, name, inConfig: "strategy") }
}

struct Datasets: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the kinds of data that a federation may train on, or tell of one.",
    discussion: """
      Examples:
        apportion datasets
        apportion datasets csv
      """)

  @Argument(help: "A kind of data.", completion: .list(Catalog.datasets.ids))
  var name: String?

  func run() throws { try show(Catalog.datasets, name, inConfig: "dataset") }
}

struct Partitions: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the ways to divide data among clients, or tell of one.",
    discussion: """
      Examples:
        apportion partitions
        apportion partitions dirichlet-labels
      """)

  @Argument(help: "A partition.", completion: .list(Catalog.partitioners.ids))
  var name: String?

  func run() throws { try show(Catalog.partitioners, name, inConfig: "partition") }
}

/// One line for each, or all about the one that is named.
private func show<Item>(_ catalog: Catalog<Item>, _ name: String?, inConfig key: String) throws {
  guard let name else {
    var table = TextTable([(catalog.noun, .left), ("what it is", .left)])
    for type in catalog.types { table.add([type.id, type.summary]) }
    return print(table.text(width: Terminal.width), terminator: "")
  }
  do {
    print(try CatalogEntry(catalog.type(named: name), inConfig: key).text, terminator: "")
  } catch let error as UnknownName {
    throw ValidationError("\(error)")
  }
}
