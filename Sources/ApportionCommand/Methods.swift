import Apportion
import ArgumentParser

struct Methods: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the methods that value players: their names, what they tell, and their sources."
  )

  func run() {
    var table = TextTable([("method", .left), ("what it tells", .left), ("source", .left)])
    for type in Catalog.methods.types {
      table.add([type.id, type.summary, (type as? any CitedMethod.Type)?.source ?? "–"])
    }
    print(table.text, terminator: "")
  }
}
