import Foundation
import Testing

/// The built program, which stands beside the tests.
struct Program {
  struct Outcome {
    var status: Int32
    var output: String
    var errors: String
  }

  static var path: URL {
    URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "apportion")
  }

  static func run(
    _ arguments: [String], environment: [String: String] = [:]
  ) throws -> Outcome {
    let process = Process()
    let (output, errors) = (Pipe(), Pipe())
    process.executableURL = path
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let text = try output.fileHandleForReading.readToEnd() ?? Data()
    let complaints = try errors.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
      errors: String(decoding: complaints, as: UTF8.self))
  }
}

@Suite("apportion run")
struct RunCommandTests {
  @Test("says which file is missing")
  func missingConfig() throws {
    let outcome = try Program.run(["run", "nowhere.yml"])
    #expect(outcome.status == 66)
    #expect(
      outcome.errors == """
        apportion: error: nowhere.yml: no such file; check the path, which is taken from the \
        working directory

        """)
  }
}
