import ApportionPrimitives
import ApportionValuation

/// Why a round or a federation could not be accounted for, and what to change.
public enum ReconstructionError: Error, Hashable, Sendable {
  case nonFiniteLoss(round: Int, clients: [Int], loss: Double)
  case tooManyClients(round: Int, count: Int)
  case tooLittleMemory(round: Int, needed: Int, allowed: Int)
  case unfitEngine(engine: String, round: Int, reason: String)
  case tooManyToRetrain(count: Int)
  case failedRetraining(clients: [Int], reason: String)
}

extension ReconstructionError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .nonFiniteLoss(let round, let clients, let loss):
      """
      round \(round): the model of \(clients.isEmpty ? "the round before" : "clients \(clients)") \
      has a validation loss of \(loss.shown); lower `training.learning_rate`
      """
    case .tooManyClients(let round, let count):
      """
      round \(round): \(count) clients took part, but a round can be accounted for with at most \
      \(Coalition.capacity); lower `participation.fraction`
      """
    case .tooLittleMemory(let round, let needed, let allowed):
      """
      round \(round): judging all coalitions takes \((needed + mebibyte - 1) / mebibyte) MiB for one \
      worker, but \(allowed / mebibyte) MiB are allowed; raise --memory, or lower `participation.fraction`
      """
    case .unfitEngine(let engine, let round, let reason):
      """
      round \(round): the engine \(engine) does not serve it, because \(reason); use automatic or \
      models
      """
    case .tooManyToRetrain(let count):
      """
      the federation has \(count) clients, but coalitions can be retrained of at most \
      \(Coalition.capacity); give `partition` fewer clients
      """
    case .failedRetraining(let clients, let reason):
      "the coalition of clients \(clients), trained alone: \(reason)"
    }
  }
}

private let mebibyte = 1 << 20
