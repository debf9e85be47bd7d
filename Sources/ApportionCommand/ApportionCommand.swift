import ArgumentParser

@main
struct Root: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apportion",
    abstract: "Federated learning, and an account of who contributed what.",
    version: version,
    subcommands: [Run.self])
}
