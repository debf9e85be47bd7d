import Apportion
import ArgumentParser

struct Strategies: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the strategies by which a server may merge what clients send.")

  func run() { print(table(of: Catalog.strategies), terminator: "") }
}

struct Datasets: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the kinds of data that a federation may train on.")

  func run() { print(table(of: Catalog.datasets), terminator: "") }
}

/// One line for each.
private func table<Item>(of catalog: Catalog<Item>) -> String {
  var table = TextTable([(catalog.noun, .left), ("", .left)])
  for type in catalog.types { table.add([type.id, type.summary]) }
  return table.text
}
