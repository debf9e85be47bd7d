import ApportionPrimitives
import ApportionValuation

/// Why a round or a federation cannot be accounted for, and what to change.
public enum ReconstructionError: Error, Hashable, Sendable {
  case nonFiniteLoss(round: Int, clients: [Int], loss: Double)
  case tooManyClients(round: Int, count: Int)
  /// The two amounts are in bytes.
  case tooLittleMemory(round: Int, needed: Double, allowed: Double)
  case unfitEngine(engine: String, round: Int, reason: String)
  case tooManyToRetrain(count: Int)
  case failedRetraining(clients: [Int], reason: String)
  case noRounds
  case roundsApart(round: Int, next: Int)
  case nonFiniteSum(clients: [Int], loss: Double)
  case unseenCoalition(clients: [Int], rounds: Int)
  case unseenRound(round: Int, clients: [Int])
  case unsettledCompletion(sweeps: Int, change: Double)
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
      round \(round): evaluating all coalitions takes \(Int((needed / 0x1p20).rounded(.up))) MiB for one \
      worker, but \(Int(allowed / 0x1p20)) MiB are allowed; raise --memory, or lower \
      `participation.fraction`
      """
    case .unfitEngine(let engine, let round, let reason):
      """
      round \(round): the engine \(engine) does not support this round, because \(reason); use \
      automatic or per-coalition
      """
    case .tooManyToRetrain(let count):
      """
      the federation has \(count) clients, but retraining supports at most \
      \(Coalition.capacity); give `partition` fewer clients
      """
    case .failedRetraining(let clients, let reason):
      "retraining the coalition of clients \(clients) failed: \(reason)"
    case .noRounds:
      "there are no rounds to account for; give at least one"
    case .roundsApart(let round, let next):
      """
      round \(next) does not start from the model that round \(round) ended with; pass consecutive \
      rounds, in order
      """
    case .nonFiniteSum(let clients, let loss):
      """
      the updates of clients \(clients) over all rounds add up to a model with a validation loss of \
      \(loss.shown); lower `training.learning_rate`
      """
    case .unseenCoalition(let clients, let rounds):
      """
      clients \(clients) took part together in none of \(rounds) rounds, so the worth of this \
      coalition is unknown; let all clients take part in one round, as ComFedSV does in the first
      """
    case .unseenRound(let round, let clients):
      """
      no random order starts with one of clients \(clients), the only participants of round \
      \(round), so no worth of this round is known; raise `permutations`
      """
    case .unsettledCompletion(let sweeps, let change):
      """
      the completion did not converge: sweep \(sweeps) still improved the fit by \(change.shown) of \
      the mean square of the observed worths; raise `maximum_sweeps`, `tolerance` or `penalty`
      """
    }
  }
}
