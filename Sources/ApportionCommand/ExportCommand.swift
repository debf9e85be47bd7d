import Apportion
import ArgumentParser
import Foundation

struct ExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write the contributions of one or many runs as one table.",
    discussion: """
      The columns are the run, every config key in which the runs differ, and those of \
      contributions.csv. A comparison's folder means all of its runs.

      Examples:
        apportion export runs/quickstart --format jsonl
        apportion export runs/digits-stability > all.csv
      """)

  @Argument(help: "Folders of runs or of comparisons.", completion: .directory)
  var runs: [String]

  @Option(
    help: "csv or jsonl (default: csv).",
    completion: .list(Export.Format.allCases.map(\.rawValue)), transform: format(named:))
  var format = Export.Format.csv

  @Option(help: "The file to write (default: standard output).", completion: .file())
  var output: String?

  @Flag(help: "Replace the file if it exists already.")
  var force = false

  func validate() throws {
    guard !runs.isEmpty else { throw ValidationError("Name at least one run.") }
  }

  func run() async throws {
    let text = try await reportingErrors(interrupted: "nothing was written") {
      let text = try Export(runs).text(format)
      guard let output else { return text }
      try StoreError.attempt("write", output) {
        try WholeFile.write(
          Data(text.utf8), to: URL(filePath: output), special: .written, replacing: force)
      }
      return ""
    }
    try Output.printDocument(text, as: "the contributions")
  }
}

private func format(named name: String) throws -> Export.Format {
  guard let format = Export.Format(rawValue: name) else {
    throw ValidationError("It must be csv or jsonl.")
  }
  return format
}
