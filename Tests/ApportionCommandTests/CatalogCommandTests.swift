import Apportion
import Foundation
import Testing

@Suite("apportion methods, strategies, datasets, partitions, and help")
struct CatalogCommandTests {
  static let lists: [(command: String, ids: [String])] = [
    ("methods", Catalog.methods.ids), ("strategies", Catalog.strategies.ids),
    ("datasets", Catalog.datasets.ids), ("partitions", Catalog.partitioners.ids),
  ]

  @Test("a list has one line for each", arguments: lists.indices)
  func list(index: Int) throws {
    let (command, ids) = Self.lists[index]
    let outcome = try Program.run([command])
    #expect(outcome.status == 0)
    let lines = outcome.output.split(separator: "\n").dropFirst(2)
    #expect(lines.map { String($0.prefix { $0 != " " }) } == ids)
    #expect(lines.contains { $0.contains("  ") })
  }

  @Test("one of them is told with what a config takes, which a run takes", arguments: lists.indices)
  func one(index: Int) throws {
    let (command, ids) = Self.lists[index]
    for id in ids {
      let outcome = try Program.run([command, id])
      #expect(outcome.status == 0)
      #expect(outcome.output.hasPrefix("\(id): "))
      let parts = outcome.output.components(separatedBy: "In a config, with every default:\n\n")
      let text = try #require(parts.count == 2 ? parts[1] : nil)
      do {
        #expect(try Configuration(yaml: text).yaml().contains(text), "\(id)")
      } catch let error as ConfigError {
        // These need what no default can know: a folder, sizes, more than five clients.
        #expect(["idx", "csv", "sizes", "bulyan"].contains(id), "\(id): \(error)")
      }
    }
  }

  @Test("a method is told with what it costs and where it comes from")
  func method() throws {
    let outcome = try Program.run(["methods", "beta-shapley"])
    #expect(
      outcome.output == """
        beta-shapley: Beta(α, β) Shapley value: small coalitions count more, or large ones
        Evaluations: 2ⁿ, for n players
        Source: Kwon & Zou 2022

        In a config, with every default:

        valuation:
        - method: beta-shapley
          alpha: 4.0
          beta: 1.0
          maximum_players: 16

        """)
  }

  @Test("a name that is none of them is told with the nearest")
  func unknown() throws {
    let outcome = try Program.run(["strategies", "fed-medain"])
    #expect(outcome.status == 64)
    #expect(
      outcome.errors.hasPrefix(
        """
        Error: unknown strategy "fed-medain" (did you mean "fed-median"?); it may be one of: \
        \(Catalog.strategies.ids.joined(separator: ", "))

        """))
  }

  static let commands = [
    "run", "compare", "account", "value", "verify", "report", "export", "coalitions", "methods",
    "strategies", "datasets", "partitions",
  ]

  @Test("every command's help has examples", arguments: commands)
  func help(command: String) throws {
    let outcome = try Program.run(["help", command])
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("Examples:\n  apportion \(command)"))
  }

  @Test("the help names every command")
  func allCommands() throws {
    let outcome = try Program.run(["--help"])
    let listed = outcome.output.components(separatedBy: "SUBCOMMANDS:\n")[1]
      .components(separatedBy: "\n\n")[0]
      .split(separator: "\n").filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
      .map { String($0.drop { $0 == " " }.prefix { $0 != " " }) }
    #expect(listed == Self.commands)
  }

  @Test("shells complete commands, options and names", arguments: ["bash", "zsh", "fish"])
  func completion(shell: String) throws {
    let outcome = try Program.run(["--generate-completion-script", shell])
    #expect(outcome.status == 0)
    for word in Self.commands + ["resume", "recompute", "leave-one-out", "fed-median", "jsonl"] {
      #expect(outcome.output.contains(word), "\(word)")
    }
  }
}
