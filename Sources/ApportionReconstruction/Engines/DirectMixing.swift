import ApportionPrimitives
import ApportionSimulation

/// Evaluates one hidden layer unit by unit: pre-activations are mixed for every coalition and then activated.
///
///     ẑ(S) = Σ_{k ∈ S} (Ŵ¹ₖ x + b̂¹ₖ)      Ŵ(S) = Σ_{k ∈ S} Ŵ²ₖ      s = 1/a(S)
///     ReLU:  margin = s² · (Ŵ(S) relu(ẑ(S)) + a(S) b̂(S))    because relu(s z) = s relu(z)
///     tanh:  margin = s · (Ŵ(S) tanh(s ẑ(S)) + b̂(S))
///
/// The second layer's rows are those of the other classes minus that of the label. The outer scale matters
/// for the loss only; whether a prediction is correct does not depend on it.
///
/// - Cost: for every coalition one addition and one activation per hidden unit and (classes − 1) · units
///   multiply-adds per sample.
struct DirectMixing: ~Copyable {
  private let round: MixedRound
  private let losses: Bool
  private let kernels: Kernels
  private let width: Int
  private let units: SubsetSums
  private let weights: SubsetSums
  /// The coalition's second layer: weights [classes − 1, units], then biases.
  private let mixed: Scratch<Float>
  private let margins: Scratch<Float>
  private var label: Int?

  init(_ round: MixedRound, losses: Bool, kernels: Kernels) {
    self.round = round
    self.losses = losses
    self.kernels = kernels
    width = round.network.widths[1]
    let count = round.network.classCount - 1
    units = SubsetSums(players: round.players, lowPlayers: 3, length: width * Kernels.block)
    weights = SubsetSums(players: round.players, lowPlayers: 3, length: count * (width + 1))
    mixed = Scratch(count: weights.length)
    margins = Scratch(count: count * Kernels.block)
  }

  static func size(of network: Network, players: Int) -> Int {
    let (count, width) = (network.classCount - 1, network.widths[1])
    return SubsetSums.size(players: players, lowPlayers: 3, length: width * Kernels.block)
      + SubsetSums.size(players: players, lowPlayers: 3, length: count * (width + 1))
      + count * (width + 1 + Kernels.block)
  }

  /// Register operations per sample without the loss, used to choose between this way and ``StableForms``.
  static func work(of network: Network, players: Int) -> Double {
    Double(1 << players) / 16 * Double(network.widths[1] * (network.classCount + 1))
  }

  /// Adds the outcome of every coalition's model on `panel` to `table`.
  mutating func evaluate(
    _ panel: EvaluationSet.Panel, _ products: borrowing PreActivations,
    into table: inout OutcomeTable
  ) {
    let others = OtherLabels(than: panel.label, of: round.network.classCount)
    if label != panel.label {
      let output = round.network.layers[1]
      for (player, model) in round.models.enumerated() {
        model.marginRows(of: output, label: panel.label, others, into: weights.part(player))
      }
      weights.prepare(kernels: kernels)
      label = panel.label
    }
    for first in stride(from: 0, to: panel.count, by: Kernels.block) {
      for player in 0..<round.players {
        copyBlock(
          at: first, of: products.player(player), width: panel.width, rows: width,
          to: units.part(player))
      }
      units.prepare(kernels: kernels)
      let samples = min(Kernels.block, panel.count - first)
      judgeBlock(samples: samples, others, into: &table)
    }
  }

  private func judgeBlock(samples: Int, _ others: OtherLabels, into table: inout OutcomeTable) {
    let count = others.classes.count
    let biases = mixed.base + count * width
    for highSet in 0..<units.highCount {
      let high = units.high(highSet, kernels: kernels)
      let highWeights = weights.high(highSet, kernels: kernels)
      for lowSet in 0..<units.lowCount {
        let set = highSet << units.lowPlayers | lowSet
        let total = round.totals[set]
        guard total > 0 else { continue }
        kernels.add(weights.low(lowSet), highWeights, into: mixed.base, count: weights.length)
        let scale = CoalitionScale(total: total, activation: round.network.activation)
        for other in 0..<count { biases[other] *= scale.bias }
        kernels.mixedMargins(
          low: units.low(lowSet), high: high, weights: mixed.base, biases: biases,
          into: margins.base, units: width, count: count, activation: scale.activation)
        let part = kernels.evaluate(
          margins.base, stride: Kernels.block, count: count, earlier: others.earlier,
          samples: samples, scale: scale.output, withLoss: losses)
        table.correct[set] += part.correct
        table.lossSums[set] += part.loss
      }
    }
  }
}
