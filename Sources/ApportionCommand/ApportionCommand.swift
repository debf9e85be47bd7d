import Apportion
import ArgumentParser

@main
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
      ExportCommand.self, Coalitions.self, Methods.self, Strategies.self, Datasets.self,
      Partitions.self,
    ])
}
