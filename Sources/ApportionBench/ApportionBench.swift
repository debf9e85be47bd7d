import Apportion
import Foundation

@main
struct Bench {
  static func main() async {
    do {
      try refuseDebugBuild()
      try Kernels.checkEnvironment()
      try await run(Arguments(Array(CommandLine.arguments.dropFirst())))
    } catch {
      FileHandle.standardError.write(Data("apportion-bench: \(error)\n".utf8))
      exit(64)
    }
  }

  private static func run(_ arguments: Arguments) async throws {
    let (threads, runs) = (try arguments.number("threads") ?? 1, try arguments.number("runs") ?? 3)
    switch arguments.command {
    case "reconstruct":
      var job = Reconstruct(
        federation: try arguments.value("federation"), data: try arguments.value("data"))
      (job.threads, job.runs) = (threads, runs)
      job.round = try arguments.number("round") ?? 1
      if let name = arguments.optional("engine") {
        guard let engine = Engine(rawValue: name) else { throw BenchError("no engine \(name)") }
        job.engine = engine
      }
      try show(try await job())
    case "train":
      var job = Train(data: try arguments.value("data"))
      (job.threads, job.runs) = (threads, runs)
      try show(try await job())
    case "engines":
      var job = EngineCases()
      (job.threads, job.runs) = (threads, runs)
      for line in try await job() { try show(line) }
    case "valuation":
      var job = ValuationCases()
      job.repeats = try arguments.number("repeats") ?? 20
      for line in try await job() { try show(line) }
    case "sweep":
      var job = EstimatorSweep()
      job.seeds = try arguments.number("seeds") ?? 150
      for line in try await job() { try show(line) }
    case "kernels":
      for kernels in Kernels.available {
        for line in try await KernelCases()(kernels) { try show(line) }
      }
    case "hash":
      for line in try await HashCases()() { try show(line) }
    default:
      throw BenchError(
        """
        name a benchmark:
          kernels                                 rates of the kernels, beside the machine's limit
          hash                                    SHA-256 by the processor's instructions, and without
          engines [--threads N]                   all coalitions of synthetic rounds, by every engine
          valuation [--repeats N]                 error and own cost of every estimator
          sweep [--seeds N]                       coverage of every estimator on small tables, all budgets
          train --data MNIST [--threads N]        one round of training on 60,000 images
          reconstruct --federation DIR --data MNIST [--round N] [--engine NAME] [--threads N]
                                                  one exported round, from models to values
        MNIST is a folder with the four IDX files; --runs N sets how often each is timed
        """)
    }
  }

  /// Prints one JSON object on a line.
  private static func show(_ line: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    print(String(decoding: try encoder.encode(line), as: UTF8.self))
  }

  private static func refuseDebugBuild() throws {
    #if DEBUG
    throw BenchError("a debug build does not measure speed; use swift run -c release")
    #endif
  }
}

/// The arguments of the program: `COMMAND --name value …`.
struct Arguments {
  let command: String
  private var values: [String: String] = [:]

  init(_ words: [String]) throws {
    command = words.first ?? ""
    var rest = words.dropFirst()
    while let word = rest.popFirst() {
      guard word.hasPrefix("--") else { throw BenchError("`\(word)` is not an option") }
      let name = String(word.dropFirst(2))
      values[name] = name == "json" ? "" : rest.popFirst()
    }
  }

  func optional(_ name: String) -> String? { values[name] }

  func value(_ name: String) throws -> String {
    guard let value = values[name] else { throw BenchError("--\(name) is missing") }
    return value
  }

  func number(_ name: String) throws -> Int? {
    guard let text = values[name] else { return nil }
    guard let number = Int(text), number > 0 else {
      throw BenchError("--\(name) is \(text), but must be a whole number above 0")
    }
    return number
  }
}
