import Apportion
import Foundation

/// The recorded round and the evaluation examples of a run, behind one another.
struct SafetensorsInput: FuzzedReader {
  static let name = "safetensors"

  static let dictionary: Set<String> = [
    "\"dtype\":", "\"F32\"", "\"I64\"", "\"BF16\"", "\"F64\"", "\"F16\"", "\"shape\":[",
    "\"data_offsets\":[",
    "\"__metadata__\":{", "global/layers.0.weight", "client/0/layers.0.bias",
    "server/layers.0.weight",
    "\"clients\":\"", "\"examples\":\"", "\"step_sums\":\"", "9223372036854775807", "-1", "1e30",
    "[", "]", "{", "}",
  ]

  private static let config = """
    seed: 3
    record: true
    dataset: {kind: synthetic, clients: 3, features: 2, classes: 2, maximum_examples: 51}
    partition: {kind: sites}
    model: {kind: linear}
    training: {rounds: 1}
    """

  private static let names = ["rounds/round-0001.safetensors", "evaluation.safetensors"]

  static func seeds(in workshop: Workshop) throws -> [[UInt8]] {
    try ["fed-avg", "fed-nova", "fed-adam", "fed-median"].map { strategy in
      let configuration = try Configuration(
        yaml: config, overriding: ["strategy={kind: \(strategy)}"])
      let path = workshop.path(strategy)
      _ = try blocking {
        try await Experiment(configuration).run(
          into: RunDirectory(path: path, replacing: true), drawing: false)
      }
      let files = try names.map {
        try Data(contentsOf: workshop.url.appending(path: "\(strategy)/\($0)"))
      }
      return Parts.joined([Array(files[0])]) + Array(files[1])
    }
  }

  private let workshop: Workshop
  private let configuration: Configuration

  init(in workshop: Workshop) throws {
    self.workshop = workshop
    configuration = try Configuration(yaml: Self.config)
    try FileManager.default.createDirectory(
      at: workshop.url.appending(path: "rounds"), withIntermediateDirectories: true)
  }

  func read(_ input: [UInt8]) async throws {
    var parts = Parts(input)
    workshop.write(parts.part(), to: Self.names[0])
    workshop.write(parts.remainder(), to: Self.names[1])
    let (path, configuration) = (workshop.url.path, configuration)
    _ = try await RecordedAccount(of: path, by: configuration).run(threads: 1)
  }
}
