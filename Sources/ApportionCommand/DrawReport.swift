import Apportion
import ArgumentParser

struct DrawReport: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Draw the report of finished runs and comparisons again.",
    discussion: """
      The report is one file without scripts, to be opened in a browser, sent or printed. Runs and \
      comparisons write it at their end.

      Examples:
        apportion report runs/quickstart
        apportion report runs/digits-stability runs/quickstart
      """)

  @Argument(help: "Folders of runs or comparisons.", completion: .directory)
  var runs: [String]

  @Flag(help: "Do not print what was written.")
  var quiet = false

  func run() async throws {
    try await reportingErrors(interrupted: "finished reports were kept") {
      for path in runs {
        try await Report(of: path).write()
        if !quiet {
          try Output.print("wrote \(path): \(Report.fileName)", as: "the names of the reports")
        }
      }
    }
  }
}
