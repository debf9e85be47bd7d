import ApportionPrimitives
import ApportionSimulation

/// Evaluates models with any number of hidden layers: mixes the first layer, uses matrix products for the
/// others.
///
/// The first layer's pre-activations are computed once per client and mixed for every coalition, as in
/// ``DirectMixing``. The weights of the other layers are mixed too, and these layers then run forward on the
/// whole panel. Every mixed layer is scaled by s(S) immediately and the base is added after that: factoring a
/// large s(S) out of many layers would raise it to powers beyond the range of single precision.
///
/// - Cost: n first layers per panel, then for every coalition one forward pass without the first layer's
///   product.
struct BlockedEngine: CoalitionEngine, ~Copyable {
  private let round: MixedRound
  private let losses: Bool
  private let kernels: Kernels
  private let layers: [Network.Layer]
  private let units: SubsetSums
  /// The parameters of all layers after the first; those of the last layer are margin rows.
  private let weights: SubsetSums
  private let mixed: Scratch<Float>
  /// The base's pre-activations, if the round has a base.
  private let baseUnits: Scratch<Float>
  /// The base's parameters after the first layer.
  private let baseWeights: Scratch<Float>
  /// Two activation buffers [widest, panel], used alternately as input and output.
  private let activations: Scratch<Float>
  private var label: Int?

  init(_ round: MixedRound, losses: Bool, kernels: Kernels) {
    self.round = round
    self.losses = losses
    self.kernels = kernels
    layers = round.network.layers
    let hidden = round.network.widths.dropFirst().dropLast()
    let count = round.network.classCount - 1
    let last = layers[layers.count - 1]
    let length = last.weights - layers[0].end + count * (last.inputs + 1)
    units = SubsetSums(
      players: round.players, lowPlayers: 0, length: layers[0].outputs * EvaluationSet.panelWidth)
    weights = SubsetSums(players: round.players, lowPlayers: 0, length: length)
    mixed = Scratch(count: weights.length)
    let hasBase = round.base != nil
    baseUnits = Scratch(count: hasBase ? units.length : 0)
    baseWeights = Scratch(count: hasBase ? weights.length : 0)
    let widest = max(hidden.reduce(0, max), count)
    activations = Scratch(count: 2 * widest * EvaluationSet.panelWidth)
  }

  static func size(of network: Network, players: Int) -> Int {
    let panel = EvaluationSet.panelWidth
    let rest = network.parameterCount - network.layers[0].end
    return SubsetSums.size(players: players, lowPlayers: 0, length: network.widths[1] * panel)
      + SubsetSums.size(players: players, lowPlayers: 0, length: rest)
      + 2 * rest + (network.widths[1] + 2 * network.widths.dropFirst().reduce(0, max)) * panel
  }

  mutating func evaluate(_ panel: EvaluationSet.Panel, into table: inout OutcomeTable) {
    let others = OtherLabels(than: panel.label, of: round.network.classCount)
    if label != panel.label {
      mixWeights(label: panel.label, others)
      label = panel.label
    }
    for (player, model) in round.models.enumerated() {
      firstLayer(of: model, panel, into: units.part(player))
    }
    if let base = round.base { firstLayer(of: base, panel, into: baseUnits.base) }
    for set in 0..<units.highCount {
      let sum = units.high(set, kernels: kernels)
      let numbers = weights.high(set, kernels: kernels)
      let total = round.totals[set]
      guard total > 0 else { continue }
      let scale = Float(1 / total)
      mixed.base.update(from: numbers, count: weights.length)
      kernels.scale(mixed.base, by: scale, count: weights.length)
      if round.base != nil {
        kernels.add(mixed.base, baseWeights.base, into: mixed.base, count: weights.length)
      }
      let margins = forward(from: sum, width: panel.width, count: others.classes.count, scale)
      let part = kernels.evaluate(
        margins, stride: panel.width, count: others.classes.count, earlier: others.earlier,
        samples: panel.count, scale: 1, withLoss: losses)
      table.correct[set] += part.correct
      table.lossSums[set] += part.loss
    }
  }

  private func firstLayer(
    of model: Parameters, _ panel: EvaluationSet.Panel, into units: UnsafeMutablePointer<Float>
  ) {
    model.values.withUnsafeBufferPointer { model in
      guard let model = model.baseAddress else { return }
      kernels.matrixProduct(
        model + layers[0].weights, stride: layers[0].inputs, chosen: panel.chosen, panel.features,
        into: units, rows: layers[0].outputs, columns: panel.width, inner: panel.chosen.count,
        bias: model + layers[0].biases)
    }
  }

  /// All clients' parameters after the first layer, with the last layer as margin rows.
  private func mixWeights(label: Int, _ others: OtherLabels) {
    let last = layers[layers.count - 1]
    let inner = last.weights - layers[0].end
    func lay(_ model: Parameters, into part: UnsafeMutablePointer<Float>) {
      model.values.withUnsafeBufferPointer { model in
        guard let model = model.baseAddress else { return }
        part.update(from: model + layers[0].end, count: inner)
      }
      model.marginRows(of: last, label: label, others, into: part + inner)
    }
    for (player, model) in round.models.enumerated() { lay(model, into: weights.part(player)) }
    if let base = round.base { lay(base, into: baseWeights.base) }
  }

  /// The margins [count, width] of a coalition from the sum of its pre-activations.
  private func forward(
    from sum: UnsafePointer<Float>, width: Int, count: Int, _ scale: Float
  ) -> UnsafePointer<Float> {
    let half = activations.count / 2
    var input = activations.base
    input.update(from: sum, count: layers[0].outputs * width)
    kernels.scale(input, by: scale, count: layers[0].outputs * width)
    if round.base != nil {
      kernels.add(input, baseUnits.base, into: input, count: layers[0].outputs * width)
    }
    for (number, layer) in layers.enumerated().dropFirst() {
      activate(input, count: layer.inputs * width)
      let output = input == activations.base ? input + half : activations.base
      let isLast = number == layers.count - 1
      let rows = isLast ? count : layer.outputs
      let start = mixed.base + (layer.weights - layers[0].end)
      let biases = start + rows * layer.inputs
      kernels.matrixProduct(
        .rows(start, stride: layer.inputs), input, into: output, rows: rows, columns: width,
        inner: layer.inputs, from: .bias(biases))
      input = output
    }
    return UnsafePointer(input)
  }

  private func activate(_ units: UnsafeMutablePointer<Float>, count: Int) {
    switch round.network.activation {
    case .relu: kernels.relu(units, count: count)
    case .tanh: kernels.tanh(units, count: count)
    }
  }
}
