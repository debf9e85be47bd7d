package import ApportionPrimitives
import ApportionReconstruction
import ApportionSimulation
import Foundation

extension RecordedFederation {
  /// Compares the recorded file of a round with the ledger.
  ///
  /// - Parameters:
  ///   - stored: the round as the ledger has it.
  ///   - start: the hash of the model that the round starts from.
  /// - Returns: a description of the difference; nil if the file is the one that was written.
  /// - Throws: `DataError` if the file is missing or cannot be read.
  /// - Cost: one pass over the file.
  package func difference(from stored: LedgerRound, startingFrom start: Digest) throws -> String? {
    let number = stored.account.round
    // The file does not contain the server, so any server will do.
    let round = try self.round(number) {
      Server(FedAvg(), for: $0, clients: 1, using: RandomStream(seed: 0))
    }
    guard Digest(of: round.globalBefore) == start else {
      return "the model before the round is not the one that the round started from"
    }
    let clients = round.updates.map(\.client)
    guard clients == stored.account.clients else {
      return "its clients are not those that took part in the round"
    }
    for (update, own) in zip(round.updates, stored.participants) {
      guard Digest(of: update.parameters) == own.update else {
        return "the model of client \(own.client) is not the one that it returned"
      }
    }
    guard Digest(of: round.globalAfter) == stored.model else {
      return "the model after the round is not the one that the server made"
    }
    let updates = zip(round.updates, stored.participants).map {
      ClientUpdate(
        client: $1.client, parameters: $0.parameters, exampleCount: $1.examples,
        stepSum: $1.stepSum, initialLoss: $1.initialLoss)
    }
    let written = Round(
      number: number, network: network, globalBefore: round.globalBefore,
      serverBefore: round.serverBefore, updates: updates, globalAfter: round.globalAfter)
    let file = Self.file(roundFileName(number), in: path)
    guard
      Safetensors(written, strategy: stored.account.strategy).data
        == FileManager.default.contents(atPath: file)
    else { return "its metadata differ from the ledger" }
    return nil
  }

  /// Compares the recorded evaluation examples with the ledger.
  ///
  /// - Parameter validation: the hash of the examples in the ledger.
  /// - Returns: a description of the difference; nil if there is none.
  package func difference(fromValidation validation: Digest) -> String? {
    let rows = Array(0..<evaluation.count)
    guard Digest(of: evaluation, rows: rows) == validation else {
      return "the examples are not those that utilities were measured on"
    }
    return nil
  }

  /// The files of recorded rounds in the folder that do not belong to the run.
  package static func roundsBeyond(_ count: Int, in path: String) -> [String] {
    let folder = URL(filePath: path).appending(path: "rounds").path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let own = Set((0..<count).map { roundFileName($0 + 1) })
    return names.map { "rounds/\($0)" }.filter { name in
      let number = Int(name.dropFirst("rounds/round-".count).prefix { $0.isNumber })
      return number.map { roundFileName($0) == name } ?? false && !own.contains(name)
    }
    .sorted()
  }
}
