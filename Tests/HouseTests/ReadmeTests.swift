import Apportion
import Foundation
import Testing

@Suite("README")
struct ReadmeTests {
  let readme: String

  init() throws {
    readme = try String(contentsOf: package.appending(path: "README.md"), encoding: .utf8)
  }

  @Test("the example is the one that compiles")
  func example() throws {
    let file = package.appending(path: "Tests/HouseTests/ReadmeExample.swift")
    let code = try String(contentsOf: file, encoding: .utf8)
      .components(separatedBy: "  // example: begin\n")[1]
      .components(separatedBy: "  // example: end")[0]
    let lines = code.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.hasPrefix("  ") ? String($0.dropFirst(2)) : String($0) }
    #expect(readme.contains("```swift\nimport Apportion\n\n\(lines.joined(separator: "\n"))```"))
  }

  @Test("the example does the quickstart's job, and the table is its result")
  func quickstart() async throws {
    let config = package.appending(path: "Configs/quickstart.yml").path
    let result = try await Experiment(Configuration(contentsOf: config)).run()
    let others = result.contributions.filter { $0.method == "shapley" && $0.utility != .loss }
    let table = ClientTable(result.clients, primary: result.contributions[0], others: others)
    #expect(readme.contains(table.text))
  }

  @Test("the tables show what the catalogs hold")
  func catalogs() throws {
    let expected = [
      table("dataset", Catalog.datasets), table("partition", Catalog.partitioners),
      table("model", Catalog.models), table("strategy", Catalog.strategies),
      table("method", Catalog.methods),
    ].joined(separator: "\n")
    #expect(readme.contains(expected), "the README's tables should be:\n\(expected)")
  }

  private func table<Item>(_ key: String, _ catalog: Catalog<Item>) -> String {
    let rows = catalog.types.map { "| `\($0.id)` | \($0.summary) |\n" }
    return "| \(key) | |\n|---|---|\n" + rows.joined()
  }
}
