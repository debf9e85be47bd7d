import Apportion
import Foundation

/// A federation that another program trained and exported, with the utilities it found.
///
/// The folder holds `federation.json`, and for round 0 `clients.f32` (n models, little-endian) and
/// `utility.f64` (2ⁿ accuracies, then 2ⁿ mean losses, by bitmask).
struct ExportedFederation {
  let round: Round
  /// By bitmask.
  let accuracies: [Double]
  let losses: [Double]

  private struct Description: Decodable {
    var layers: [Int]
    var sizes: [Int]
  }

  init(folder: String) throws {
    let folder = URL(filePath: folder)
    let description = try JSONDecoder().decode(
      Description.self, from: Data(contentsOf: folder.appending(path: "federation.json")))
    let network = Network(widths: description.layers)
    let initial: [Float] = try Self.numbers(folder.appending(path: "init.f32"))
    let models: [Float] = try Self.numbers(folder.appending(path: "round0/clients.f32"))
    let utilities: [Double] = try Self.numbers(folder.appending(path: "round0/utility.f64"))
    let count = network.parameterCount
    guard initial.count == count, models.count == description.sizes.count * count,
      utilities.count == 2 << description.sizes.count
    else { throw BenchError("the files in \(folder.relativePath) do not fit together") }

    let before = Parameters(initial)
    let updates = description.sizes.enumerated().map { client, size in
      ClientUpdate(
        client: client,
        parameters: Parameters(Array(models[client * count..<(client + 1) * count])),
        exampleCount: size)
    }
    let server = Server(FedAvg(), for: before, clients: 8, using: RandomStream(seed: 0))
    var after = server
    round = Round(
      number: 1, network: network, globalBefore: before, serverBefore: server, updates: updates,
      globalAfter: try after.aggregate(updates, into: before))
    accuracies = Array(utilities[..<(utilities.count / 2)])
    losses = Array(utilities[(utilities.count / 2)...])
  }

  private static func numbers<Number: BitwiseCopyable>(_ file: URL) throws -> [Number] {
    let data = try Data(contentsOf: file)
    return data.withUnsafeBytes { Array($0.bindMemory(to: Number.self)) }
  }
}

/// What stopped a benchmark.
struct BenchError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
