import ApportionPrimitives
public import ApportionSimulation
import Foundation

/// Where a run stands after a round: all that the next one needs beside the config.
public struct Checkpoint: Hashable, Sendable {
  public let round: Int
  /// The model the next round starts from.
  public let global: Parameters
  /// The strategy with its memory.
  public let server: Server
  /// The server in bytes, which are the same for equal servers.
  let memory: [UInt8]

  /// - Throws: what the strategy's memory throws when it is encoded.
  public init(round: Int, global: Parameters, server: Server) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    memory = Array(try encoder.encode(server))
    (self.round, self.global, self.server) = (round, global, server)
  }

  /// One that was kept, whose strategies are of a catalog.
  init(_ bytes: CheckpointBytes, strategies: Catalog<any Strategy>) throws {
    let decoder = JSONDecoder()
    if let key = StrategyChoice.catalogKey { decoder.userInfo[key] = strategies }
    server = try decoder.decode(Server.self, from: Data(bytes.memory))
    (round, global, memory) = (bytes.round, bytes.global, bytes.memory)
  }
}

/// A checkpoint as it is kept, before anything is made of its memory.
struct CheckpointBytes: Hashable {
  let round: Int
  let global: Parameters
  /// The server.
  let memory: [UInt8]
}
