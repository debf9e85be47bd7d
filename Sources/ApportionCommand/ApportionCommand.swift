import Apportion
import ArgumentParser

@main
struct Main {
  static func main() async {
    do { try Root.checkCommand(in: CommandLine.arguments.dropFirst()) } catch {
      Root.exit(withError: error)
    }
    await Root.main()
  }
}

struct Root: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apportion",
    abstract: "Federated learning, and an account of who contributed what.",
    discussion: """
      Examples:
        apportion run Configs/quickstart.yml
        apportion compare Configs/digits-stability.yml
        apportion account runs/recorded --output runs/again
        apportion verify runs/quickstart --recompute
        apportion report runs/quickstart
        apportion value table.csv --method banzhaf
        apportion help run
      """,
    version: apportionVersion,
    subcommands: [
      Run.self, Compare.self, Account.self, Value.self, Verify.self, DrawReport.self,
      ExportCommand.self, Coalitions.self, Listing<Methods>.self, Listing<Strategies>.self,
      Listing<Datasets>.self, Listing<Partitions>.self,
    ])

  /// Refuses a command that is none, with the nearest that is one.
  static func checkCommand(in words: ArraySlice<String>) throws {
    let known =
      configuration.subcommands.map {
        $0.configuration.commandName ?? "\($0)".lowercased()
      } + ["help"]
    guard let word = words.first(where: { $0 != "help" }), !word.hasPrefix("-"),
      !known.contains(word)
    else { return }
    throw ValidationError("\(UnknownName(noun: "command", name: word, known: known))")
  }
}
