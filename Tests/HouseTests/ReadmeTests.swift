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

  @Test("the example does the quickstart's job, and the table and the hash are its result")
  func quickstart() async throws {
    let config = package.appending(path: "Configs/quickstart.yml").path
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let result = try await Experiment(Configuration(contentsOf: config))
      .run(into: RunDirectory(path: folder.path, replacing: false))
    let others = result.contributions.filter { $0.method == "shapley" && $0.utility != .loss }
    let table = ClientTable(result.clients, primary: result.contributions[0], others: others)
    #expect(readme.contains(table.text()))
    let hash = try #require(result.output?.hash)
    #expect(readme.contains("\nledger hash \(hash.prefix(8))…\n"))
  }

  @Test("the tables show what the catalogs hold")
  func catalogs() throws {
    let expected = [
      table("dataset", Catalog.datasets), table("partition", Catalog.partitioners),
      table("model", Catalog.models), table("strategy", Catalog.strategies), try methodTable(),
    ].joined(separator: "\n")
    #expect(readme.contains(expected), "the README's tables should be:\n\(expected)")
  }

  @Test("the values of a table are those that the program tells")
  func values() async throws {
    let table = CoalitionTable(worths: [0, 40, 60, 80, 70, 75, 85, 90])
    let result = try await TableValuation(
      of: table, named: "table.csv",
      by: Catalog.methods.method(named: "beta-shapley", overriding: ["alpha=4"]), seed: 0)
    let shown = PlayerTable(result.attribution, ranks: result.ranks, shares: result.shares)
    #expect(readme.contains("3 players, beta-shapley, 8 evaluations\n\n\(shown.text())\n"))
    let score = try #require(result.linearDatamodellingScore)
    #expect(readme.contains("score \(String(format: "%.3f", score)), efficiency residual +44\n```"))
  }

  @Test("a method's source is the one that its documentation names")
  func sources() throws {
    for type in Catalog.methods.types {
      let source = try #require(type as? any CitedMethod.Type, "\(type) cites no source").source
      let file = ArrowTests.sources.appending(path: "ApportionValuation/Methods/\(type).swift")
      let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      let documentation = lines.drop { !$0.hasPrefix("/// - Source:") }
        .prefix { $0.hasPrefix("///") }.joined()
      guard source != "ours" else {
        #expect(documentation.contains(": ours."), "\(type)")
        continue
      }
      let (authors, year) = (source.dropLast(5), source.suffix(4))
      #expect(documentation.contains(": \(authors), "), "\(type): \(source)")
      #expect(documentation.contains(year), "\(type): \(source)")
    }
  }

  private func table<Item>(_ key: String, _ catalog: Catalog<Item>) -> String {
    let rows = catalog.types.map { "| `\($0.id)` | \($0.summary) |\n" }
    return "| \(key) | |\n|---|---|\n" + rows.joined()
  }

  private func methodTable() throws -> String {
    var text = """
      | method | what it tells | keeps | evaluations | source |
      |---|---|---|---|---|

      """
    for type in Catalog.methods.types {
      let method = try #require(type.init() as? any CitedMethod, "\(type) cites no source")
      let letters: [(Axioms, String)] = [
        (.efficiency, "E"), (.symmetry, "S"), (.nullPlayer, "N"), (.linearity, "L"),
      ]
      let keeps = letters.filter { method.guarantees.contains($0.0) }.map(\.1).joined()
      let facts = [
        "`\(type.id)`", type.summary, keeps, Swift.type(of: method).cost,
        Swift.type(of: method).source,
      ]
      text += "| \(facts.joined(separator: " | ")) |\n"
    }
    return text
  }
}
