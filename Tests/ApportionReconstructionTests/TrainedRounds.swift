import ApportionPrimitives
import ApportionReconstruction
import ApportionSimulation
import ApportionValuation
import Foundation

/// A few rounds of a small federation, with the examples that utilities are measured on.
struct TrainedRounds {
  static let network = Network(widths: [4, 5, 3], activation: .tanh)
  static let dataset = scattered(140, seed: 60)

  /// Examples 0 to 89 may be the clients'; the others evaluate.
  static let validation = Array(90..<140)
  static let evaluation = EvaluationSet(dataset, rows: validation)

  /// The rows of each client.
  var rows: [[Int]] = [Array(0..<6), Array(6..<20), Array(20..<50), Array(50..<90)]
  var freeRiders: Set<Int> = []
  var participation = Participation()
  var strategy: any Strategy = FedAvg()
  var seed: UInt64 = 61

  init(_ strategy: any Strategy = FedAvg()) { self.strategy = strategy }

  func callAsFunction(_ count: Int) async throws -> [Round] {
    var plan = TrainingPlan()
    plan.batchSize = 8
    plan.localEpochs = 2
    var draws = RandomStream(seed: seed).child("start")
    let initial = Parameters(
      (0..<Self.network.parameterCount).map { _ in Float(draws.normal() / 2) })
    var federation = Federation(
      network: Self.network,
      clients: rows.enumerated().map { id, rows in
        var corruption = Corruption()
        corruption.freeRider = freeRiders.contains(id)
        return Client(
          id: id, name: "\(id)", dataset: Self.dataset, rows: rows, corruption: corruption)
      },
      plan: plan, participation: participation, strategy: strategy, initial: initial,
      using: RandomStream(seed: seed))
    var rounds: [Round] = []
    for _ in 0..<count { rounds.append(try await federation.nextRound(threads: 1)) }
    return rounds
  }

  /// A round's account by every method of the catalog.
  static func account(_ round: Round, threads: Int = 1) async throws -> RoundAccount {
    try await RoundAccount(
      for: round, by: [Shapley(), LeaveOneOut(), Individual()], on: evaluation,
      using: RandomStream(seed: 62), threads: threads)
  }

  /// Examples scattered around one centre for each of three classes.
  private static func scattered(_ count: Int, seed: UInt64) -> Dataset {
    var draws = RandomStream(seed: seed).child("scattered")
    let centres = (0..<3).map { _ in (0..<4).map { _ in draws.normal() } }
    return Dataset(
      features: (0..<count).flatMap { example in
        centres[example % 3].map { Float($0 + draws.normal()) }
      },
      featureCount: 4, labels: (0..<count).map { Int32($0 % 3) }, classNames: ["a", "b", "c"])
  }
}

/// What some of a round's clients would have made, in Double and from the definitions alone.
///
/// It follows the rounds to know the velocity, instead of asking the server for it.
struct NaiveReconstruction {
  private(set) var velocity: [Double]
  private let serverRate: Double

  init(for strategy: any Strategy) {
    velocity = Array(repeating: 0, count: TrainedRounds.network.parameterCount)
    serverRate = (strategy as? FedAvgM)?.serverLearningRate ?? 1
  }

  func model(_ round: Round, of members: [Int]) -> [Double] {
    let before = round.globalBefore.values.map(Double.init)
    guard !members.isEmpty else { return before }
    switch round.strategy {
    case "fed-median":
      return before.indices.map { place in
        let column = members.map { Double(round.updates[$0].parameters.values[place]) }.sorted()
        return (column[(column.count - 1) / 2] + column[column.count / 2]) / 2
      }
    case "fed-avg-m":
      return zip(before, pseudoGradient(round, of: members)).enumerated().map { place, pair in
        pair.0 - serverRate * (0.9 * velocity[place] + pair.1)
      }
    default:
      return zip(before, pseudoGradient(round, of: members)).map { $0 - $1 }
    }
  }

  /// Takes note of a round that all its clients played.
  mutating func follow(_ round: Round) {
    guard round.strategy == "fed-avg-m" else { return }
    let gradient = pseudoGradient(round, of: Array(round.updates.indices))
    velocity = zip(velocity, gradient).map { 0.9 * $0 + $1 }
  }

  /// The model before minus the members' mean, weighted by examples.
  private func pseudoGradient(_ round: Round, of members: [Int]) -> [Double] {
    let total = members.reduce(0) { $0 + round.updates[$1].exampleCount }
    return round.globalBefore.values.enumerated().map { place, before in
      members.reduce(Double(before)) {
        let update = round.updates[$1]
        return $0 - Double(update.exampleCount) / Double(total)
          * Double(update.parameters.values[place])
      }
    }
  }

  /// How a model does on the validation examples: a forward pass in Double.
  static func outcome(_ model: [Double]) -> Outcome {
    let (network, dataset) = (TrainedRounds.network, TrainedRounds.dataset)
    var outcome = Outcome(correct: 0, lossSum: 0, count: TrainedRounds.validation.count)
    for row in TrainedRounds.validation {
      var units = (0..<4).map { Double(dataset.features[row * 4 + $0]) }
      for (number, layer) in network.layers.enumerated() {
        units = (0..<layer.outputs).map { output in
          units.indices.reduce(model[layer.biases + output]) {
            $0 + model[layer.weights + output * layer.inputs + $1] * units[$1]
          }
        }
        if number == 0 { units = units.map { tanh($0) } }
      }
      let label = Int(dataset.labels[row])
      if units.firstIndex(of: units.max() ?? 0) == label { outcome.correct += 1 }
      outcome.lossSum += log(units.reduce(0) { $0 + exp($1) }) - units[label]
    }
    return outcome
  }
}
