import Apportion
import Foundation

@main
struct Bench {
  static func main() async {
    do {
      let arguments = try Arguments(Array(CommandLine.arguments.dropFirst()))
      switch arguments.command {
      case "reconstruct":
        var job = Reconstruct(
          federation: try arguments.value("federation"), data: try arguments.value("data"))
        job.threads = try arguments.number("threads") ?? 1
        job.runs = try arguments.number("runs") ?? 3
        if let name = arguments.optional("engine") {
          guard let engine = Engine(rawValue: name) else { throw BenchError("no engine \(name)") }
          job.engine = engine
        }
        let line = try await job()
        print(String(decoding: try JSONEncoder().encode(line), as: UTF8.self))
      case "train":
        var job = Train(data: try arguments.value("data"))
        job.threads = try arguments.number("threads") ?? 1
        job.runs = try arguments.number("runs") ?? 3
        if let hidden = try arguments.number("hidden") { job.hidden = [hidden] }
        print(String(decoding: try JSONEncoder().encode(try await job()), as: UTF8.self))
      case "kernels":
        for kernels in Kernels.available {
          let lines = try await KernelCases()(kernels)
          for line in lines {
            print(
              kernels.name, line.name,
              String(
                format: "%.3f ms best, %.3f median, %.1f GFLOP/s, %.0f %%", 1e3 * line.best,
                1e3 * line.median, line.rate, 100 * line.rate / lines[0].rate))
          }
        }
      default:
        throw BenchError("usage: apportion-bench reconstruct --federation DIR --data DIR")
      }
    } catch {
      FileHandle.standardError.write(Data("apportion-bench: \(error)\n".utf8))
      exit(64)
    }
  }
}

/// `COMMAND --name value …`.
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
