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

  @Test(
    "a command that is none is told with the nearest",
    arguments: [["comapre", "x"], ["help", "comapre"]])
  func unknownCommand(arguments: [String]) throws {
    let outcome = try Program.run(arguments)
    #expect(outcome.status == 64)
    #expect(outcome.output == "")
    #expect(
      outcome.errors.hasPrefix(
        """
        Error: unknown command "comapre" (did you mean "compare"?); it may be one of: \
        \(Self.commands.joined(separator: ", ")), help

        """))
  }

  @Test("files and folders that are not there are told with the nearest that are")
  func unknownPaths() throws {
    let folder = try ScratchFolder()
    try folder.write("training: {rounds: 1}\nmodel: {kind: linear}\n", to: "hospitals.yml")
    try #require(try Program.run(["run", "hospitals.yml", "--quiet"], in: folder).status == 0)
    for (arguments, message) in [
      (["run", "hospitls.yml"], "hospitls.yml: no such config file; did you mean hospitals.yml?"),
      (
        ["run", "./hospitals2.yml"],
        "./hospitals2.yml: no such config file; did you mean ./hospitals.yml?"
      ),
      (
        ["run", "clinics.yml"],
        "clinics.yml: no such config file; check the path; it is relative to the working directory"
      ),
      (
        ["run", "hospitals.json"],
        "hospitals.json: no such config file; check the path; it is relative to the working directory"
      ),
      (
        ["verify", "runs/hopsitals"],
        "runs/hopsitals does not exist; did you mean runs/hospitals?"
      ),
      (
        ["export", "runs/x"], "runs/x holds no run: there is no run.sqlite in it; check the path"
      ),
    ] {
      let outcome = try Program.run(arguments, in: folder)
      #expect(outcome.status == 66)
      #expect(outcome.errors == "apportion: error: \(message)\n")
    }
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
