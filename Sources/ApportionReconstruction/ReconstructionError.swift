import ApportionPrimitives
import ApportionValuation

/// Why a round or a federation could not be accounted for, and what to change.
public enum ReconstructionError: Error, Hashable, Sendable {
  case nonFiniteLoss(round: Int, clients: [Int], loss: Double)
  case tooManyClients(round: Int, count: Int)
  /// In bytes.
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
      round \(round): the engine \(engine) does not serve it, because \(reason); use \
      automatic or per-coalition
      """
    case .tooManyToRetrain(let count):
      """
      the federation has \(count) clients, but coalitions can be retrained of at most \
      \(Coalition.capacity); give `partition` fewer clients
      """
    case .failedRetraining(let clients, let reason):
      "the coalition of clients \(clients), trained alone: \(reason)"
    case .noRounds:
      "there are no rounds to account for; give at least one"
    case .roundsApart(let round, let next):
      """
      round \(next) does not start from the model that round \(round) ended with; give all rounds \
      between two, in order
      """
    case .nonFiniteSum(let clients, let loss):
      """
      what clients \(clients) returned in all rounds together makes a model with a validation loss of \
      \(loss.shown); lower `training.learning_rate`
      """
    case .unseenCoalition(let clients, let rounds):
      """
      clients \(clients) took part together in none of \(rounds) rounds, so nothing tells what they \
      are worth; let all clients take part in one round, as ComFedSV does in the first
      """
    case .unseenRound(let round, let clients):
      """
      none of the random orders begins with some of clients \(clients), who alone took part in round \
      \(round), so nothing tells how it compares; raise `permutations`
      """
    case .unsettledCompletion(let sweeps, let change):
      """
      the completion still improves by \(change.shown) of the mean square of what was seen after \
      \(sweeps) sweeps; raise `maximum_sweeps`, `tolerance` or `penalty`
      """
    }
  }
}
