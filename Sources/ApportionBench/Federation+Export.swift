import Apportion
import Foundation

/// A federation that another program trained and exported, with its utilities.
///
/// The folder contains `federation.json`, `init.f32` (the initial model, little-endian), and for every
/// round, counting from 0, `clients.f32` (n models) and `utility.f64` (2ⁿ accuracies, then 2ⁿ mean losses,
/// by bitmask).
struct ExportedFederation {
  let round: Round
  /// The utilities by bitmask.
  let accuracies: [Double]
  let losses: [Double]

  private struct Description: Decodable {
    var layers: [Int]
    var sizes: [Int]
  }

  /// Reads a round, counting from 1.
  init(folder: String, round number: Int) throws {
    let folder = URL(filePath: folder)
    let description = try JSONDecoder().decode(
      Description.self, from: Data(contentsOf: folder.appending(path: "federation.json")))
    let network = Network(widths: description.layers)
    let initial: [Float] = try Self.numbers(folder.appending(path: "init.f32"))
    let last = folder.appending(path: "round\(number - 1)")
    let utilities: [Double] = try Self.numbers(last.appending(path: "utility.f64"))
    let count = network.parameterCount
    func updates(inRound index: Int) throws -> [ClientUpdate] {
      let models: [Float] = try Self.numbers(folder.appending(path: "round\(index)/clients.f32"))
      guard initial.count == count, models.count == description.sizes.count * count,
        utilities.count == 2 << description.sizes.count
      else { throw BenchError("the files in \(folder.relativePath) have inconsistent sizes") }
      return description.sizes.enumerated().map { client, size in
        ClientUpdate(
          client: client,
          parameters: Parameters(Array(models[client * count..<(client + 1) * count])),
          exampleCount: size)
      }
    }
    var server = Server(
      FedAvg(), for: Parameters(initial), clients: description.sizes.count,
      using: RandomStream(seed: 0))
    var before = Parameters(initial)
    if number > 1 { before = try server.aggregate(updates(inRound: number - 2), into: before) }
    let own = try updates(inRound: number - 1)
    var after = server
    round = Round(
      number: number, network: network, globalBefore: before, serverBefore: server, updates: own,
      globalAfter: try after.aggregate(own, into: before))
    accuracies = Array(utilities[..<(utilities.count / 2)])
    losses = Array(utilities[(utilities.count / 2)...])
  }

  private static func numbers<Number: BitwiseCopyable>(_ file: URL) throws -> [Number] {
    let data = try Data(contentsOf: file)
    return data.withUnsafeBytes { Array($0.bindMemory(to: Number.self)) }
  }
}

/// The error that stopped a benchmark.
struct BenchError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
