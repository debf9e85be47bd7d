import Apportion
import ArgumentParser
import Foundation

@main
struct Main {
  static func main() async {
    do {
      try Root.checkCommand(in: CommandLine.arguments.dropFirst())
      var command = try Root.parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      guard Root.exitCode(for: error).isSuccess else { end(with: error) }
      showHelp(error)
    }
  }

  /// Writes help, the version or a completion script, which the argument parser passes as errors.
  private static func showHelp(_ request: any Error) {
    do throws(ExitCode) {
      try Output.print(Root.fullMessage(for: request), as: "the help")
    } catch {
      end(with: error)
    }
  }

  /// Reports what is wrong with the arguments, unless it has been reported, and ends the program.
  private static func end(with error: any Error) -> Never {
    let message = Root.fullMessage(for: error)
    if !message.isEmpty {
      FileHandle.standardError.write(Data("\(message.printableLines)\n".utf8))
    }
    exit(Root.exitCode(for: error).rawValue)
  }
}

struct Root: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apportion",
    abstract: "Federated learning, with an account of each client's contribution.",
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

  /// Refuses an unknown command, and suggests the nearest known one.
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
