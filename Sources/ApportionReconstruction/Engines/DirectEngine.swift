import ApportionPrimitives
import ApportionSimulation

/// One hidden layer: pre-activations are computed once per client and mixed for every coalition.
///
///     ẑ(S) = Σ_{k ∈ S} (Ŵ¹ₖ x + b̂¹ₖ)      Ŵ(S) = Σ_{k ∈ S} Ŵ²ₖ      s = 1/a(S)
///     ReLU:  margin = s² · (Ŵ(S) relu(ẑ(S)) + a(S) b̂(S))    because relu(s z) = s relu(z)
///     tanh:  margin = s · (Ŵ(S) tanh(s ẑ(S)) + b̂(S))
///
/// The second layer's rows are those of the other classes less that of the label. The scale enters
/// with the loss alone; who is right does not depend on it.
///
/// - Cost: n first layers per panel, then for every coalition one addition and one activation per
///   hidden unit and (classes − 1) · units multiply-adds per sample.
struct DirectEngine: CoalitionEngine, ~Copyable {
  private let round: MixedRound
  private let losses: Bool
  private let kernels: Kernels
  private let (hidden, output): (Network.Layer, Network.Layer)
  private let units: SubsetSums
  private let weights: SubsetSums
  /// The coalition's second layer: weights [classes − 1, units], then biases.
  private let mixed: Scratch<Float>
  private let margins: Scratch<Float>
  private let products: Scratch<Float>
  private var label: Int?

  init(_ round: MixedRound, losses: Bool, kernels: Kernels) {
    self.round = round
    self.losses = losses
    self.kernels = kernels
    let layers = round.network.layers
    (hidden, output) = (layers[0], layers[1])
    let count = round.network.classCount - 1
    let width = hidden.outputs
    units = SubsetSums(players: round.players, lowPlayers: 3, length: width * Kernels.block)
    weights = SubsetSums(players: round.players, lowPlayers: 3, length: count * (width + 1))
    mixed = Scratch(count: weights.length, repeating: 0)
    margins = Scratch(count: count * Kernels.block, repeating: 0)
    products = Scratch(count: round.players * width * Evaluation.panelWidth, repeating: 0)
  }

  static func size(of network: Network, players: Int) -> Int {
    let (count, width) = (network.classCount - 1, network.widths[1])
    return SubsetSums.size(players: players, lowPlayers: 3, length: width * Kernels.block)
      + SubsetSums.size(players: players, lowPlayers: 3, length: count * (width + 1))
      + count * (width + 1 + Kernels.block) + players * width * Evaluation.panelWidth
  }

  mutating func judge(_ panel: Evaluation.Panel, into table: inout OutcomeTable) {
    let others = OtherLabels(than: panel.label, of: round.network.classCount)
    if label != panel.label {
      for (player, model) in round.models.enumerated() {
        model.marginRows(of: output, label: panel.label, others, into: weights.part(player))
      }
      weights.prepare(kernels: kernels)
      label = panel.label
    }
    firstLayer(panel)
    for first in stride(from: 0, to: panel.count, by: Kernels.block) {
      for player in 0..<round.players {
        copyBlock(
          at: first, of: products.base + player * hidden.outputs * panel.width,
          width: panel.width, rows: hidden.outputs, to: units.part(player))
      }
      units.prepare(kernels: kernels)
      let samples = min(Kernels.block, panel.count - first)
      judgeBlock(samples: samples, others, into: &table)
    }
  }

  /// Every client's pre-activations of the panel.
  private func firstLayer(_ panel: Evaluation.Panel) {
    for (player, model) in round.models.enumerated() {
      model.values.withUnsafeBufferPointer { model in
        guard let model = model.baseAddress else { return }
        kernels.matrixProduct(
          model + hidden.weights, stride: hidden.inputs, chosen: panel.chosen, panel.features,
          into: products.base + player * hidden.outputs * panel.width, rows: hidden.outputs,
          columns: panel.width, bias: model + hidden.biases)
      }
    }
  }

  private func judgeBlock(samples: Int, _ others: OtherLabels, into table: inout OutcomeTable) {
    let count = others.classes.count
    let biases = mixed.base + count * hidden.outputs
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
          into: margins.base, units: hidden.outputs, count: count, activation: scale.activation)
        let part = kernels.judge(
          margins.base, stride: Kernels.block, count: count, earlier: others.earlier,
          samples: samples, scale: scale.output, withLoss: losses)
        table.correct[set] += part.correct
        table.lossSums[set] += part.loss
      }
    }
  }
}
