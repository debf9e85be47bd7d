import ApportionPrimitives
public import ApportionSimulation
import Foundation

/// The state of a run after a round: everything that the next round needs apart from the config.
public struct Checkpoint: Hashable, Sendable {
  /// The last finished round, counting from 1.
  public let round: Int
  /// The model the next round starts from.
  public let global: Parameters
  /// The strategy with its state.
  public let server: Server
  /// The encoded server; the bytes are the same for equal servers.
  let memory: [UInt8]

  /// Encodes the server.
  ///
  /// - Throws: what encoding the strategy's state throws.
  public init(round: Int, global: Parameters, server: Server) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    memory = Array(try encoder.encode(server))
    (self.round, self.global, self.server) = (round, global, server)
  }

  /// Restores a stored checkpoint, whose strategies are in a catalog.
  init(_ bytes: CheckpointBytes, strategies: Catalog<any Strategy>) throws {
    let decoder = JSONDecoder()
    if let key = StrategyChoice.catalogKey { decoder.userInfo[key] = strategies }
    server = try decoder.decode(Server.self, from: Data(bytes.memory))
    (round, global, memory) = (bytes.round, bytes.global, bytes.memory)
  }
}

/// A checkpoint as it is stored, before its server is decoded.
struct CheckpointBytes: Hashable {
  let round: Int
  let global: Parameters
  /// The encoded server.
  let memory: [UInt8]
}
