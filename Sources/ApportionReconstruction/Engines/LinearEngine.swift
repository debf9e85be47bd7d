import ApportionPrimitives
import ApportionSimulation

/// Softmax regression: a coalition's margins are sums of its clients' margins.
///
///     margin_c(S) = s(S) · Σ_{k ∈ S} ((ŵₖ,c − ŵₖ,y) · x + b̂ₖ,c − b̂ₖ,y) + the base's
///
/// - Cost: n products of [classes − 1, features] per panel, then one addition and, for the loss, one
///   exponential per margin of each coalition and sample.
struct LinearEngine: CoalitionEngine, ~Copyable {
  private let round: MixedRound
  private let losses: Bool
  private let kernels: Kernels
  private let layer: Network.Layer
  private let sums: SubsetSums
  private let margins: Scratch<Float>
  private let products: Scratch<Float>
  private let rows: Scratch<Float>
  /// The base's margins of a block, if the round has a base.
  private let base: Scratch<Float>

  init(_ round: MixedRound, losses: Bool, kernels: Kernels) {
    self.round = round
    self.losses = losses
    self.kernels = kernels
    layer = round.network.layers[0]
    let count = round.network.classCount - 1
    sums = SubsetSums(players: round.players, lowPlayers: 4, length: count * Kernels.block)
    margins = Scratch(count: count * Kernels.block)
    products = Scratch(count: (round.players + 1) * count * EvaluationSet.panelWidth)
    base = Scratch(count: count * Kernels.block)
    rows = Scratch(count: count * (layer.inputs + 1))
  }

  static func size(of network: Network, players: Int) -> Int {
    let count = network.classCount - 1
    return SubsetSums.size(players: players, lowPlayers: 4, length: count * Kernels.block)
      + count
      * (2 * Kernels.block + (players + 1) * EvaluationSet.panelWidth + network.featureCount + 1)
  }

  func evaluate(_ panel: EvaluationSet.Panel, into table: inout OutcomeTable) {
    let block = Kernels.block
    let others = OtherLabels(than: panel.label, of: round.network.classCount)
    let count = others.classes.count
    for (player, model) in (round.models + [round.base].compactMap(\.self)).enumerated() {
      model.marginRows(of: layer, label: panel.label, others, into: rows.base)
      kernels.matrixProduct(
        rows.base, stride: layer.inputs, chosen: panel.chosen, panel.features,
        into: products.base + player * count * panel.width, rows: count, columns: panel.width,
        inner: panel.chosen.count,
        bias: rows.base + count * layer.inputs)
    }
    for first in stride(from: 0, to: panel.count, by: block) {
      for player in 0..<round.players {
        copyBlock(
          at: first, of: products.base + player * count * panel.width, width: panel.width,
          rows: count, to: sums.part(player))
      }
      sums.prepare(kernels: kernels)
      copyBlock(
        at: first, of: products.base + round.players * count * panel.width, width: panel.width,
        rows: count, to: base.base)
      for highSet in 0..<sums.highCount {
        let high = sums.high(highSet, kernels: kernels)
        for lowSet in 0..<sums.lowCount {
          let set = highSet << sums.lowPlayers | lowSet
          guard round.totals[set] > 0 else { continue }
          var scale = Float(1 / round.totals[set])
          kernels.add(sums.low(lowSet), high, into: margins.base, count: sums.length)
          if round.base != nil {
            kernels.scale(margins.base, by: scale, count: sums.length)
            kernels.add(margins.base, base.base, into: margins.base, count: sums.length)
            scale = 1
          }
          let part = kernels.evaluate(
            margins.base, stride: block, count: count, earlier: others.earlier,
            samples: min(block, panel.count - first), scale: scale, withLoss: losses)
          table.correct[set] += part.correct
          table.lossSums[set] += part.loss
        }
      }
    }
  }
}
