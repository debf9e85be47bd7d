import ApportionPrimitives
import ApportionSimulation

/// Evaluates one hidden layer: pre-activations are computed once per client and shared by all coalitions.
///
/// Every panel is evaluated by ``DirectMixing`` for ``Engine/mixed``, by ``StableForms`` for
/// ``Engine/mixedReLU``, and by the faster of the two for ``Engine/mixedAuto``.
///
/// - Cost: n first layers per panel, plus the cost of mixing or of the forms.
struct HiddenLayerEngine: CoalitionEngine, ~Copyable {
  private let round: MixedRound
  private let kernels: Kernels
  private let engine: Engine
  private let layer: Network.Layer
  private let products: PreActivations
  private var direct: DirectMixing
  private var stable: StableForms?

  init(_ round: MixedRound, engine: Engine, losses: Bool, kernels: Kernels) {
    self.round = round
    self.kernels = kernels
    self.engine = engine
    layer = round.network.layers[0]
    products = PreActivations(players: round.players, units: layer.outputs)
    direct = DirectMixing(round, losses: losses, kernels: kernels)
    stable = engine == .mixed ? nil : StableForms(round, losses: losses, kernels: kernels)
  }

  static func size(of network: Network, players: Int, engine: Engine) -> Int {
    PreActivations.size(players: players, units: network.widths[1])
      + DirectMixing.size(of: network, players: players)
      + (engine == .mixed ? 0 : StableForms.size(of: network, players: players))
  }

  mutating func evaluate(_ panel: EvaluationSet.Panel, into table: inout OutcomeTable) {
    for (player, model) in round.models.enumerated() {
      model.values.withUnsafeBufferPointer { model in
        guard let model = model.baseAddress else { return }
        kernels.matrixProduct(
          model + layer.weights, stride: layer.inputs, chosen: panel.chosen, panel.features,
          into: products.player(player), rows: layer.outputs,
          columns: panel.width, inner: panel.chosen.count, bias: model + layer.biases)
      }
    }
    if isStable(panel) {
      stable?.evaluate(panel, products, into: &table)
      table.stablePanels += 1
    } else {
      direct.evaluate(panel, products, into: &table)
    }
  }

  private func isStable(_ panel: EvaluationSet.Panel) -> Bool {
    guard engine == .mixedAuto else { return engine == .mixedReLU }
    let mixed = (0..<layer.outputs).reduce(0) { sum, unit in
      sum
        + kernels.countMixed(
          products.player(0) + unit * panel.width, stride: products.stride,
          vectors: round.players, count: panel.count)
    }
    let mixedUnits = Double(mixed) / Double(panel.count)
    return StableForms.work(of: round.network, players: round.players, mixedUnits: mixedUnits)
      < DirectMixing.work(of: round.network, players: round.players)
  }
}

/// The pre-activations of a panel: for every player [units, panel.width].
///
/// The number of players is rounded up to whole registers; the entries beyond the round's players stay zero.
struct PreActivations: ~Copyable {
  private let numbers: Scratch<Float>
  /// The distance between the entries of consecutive players.
  let stride: Int

  init(players: Int, units: Int) {
    stride = units * EvaluationSet.panelWidth
    numbers = Scratch(count: wholeLanes(players) * stride)
  }

  static func size(players: Int, units: Int) -> Int {
    wholeLanes(players) * units * EvaluationSet.panelWidth
  }

  func player(_ player: Int) -> UnsafeMutablePointer<Float> { numbers.base + player * stride }
}

/// `count` rounded up to whole registers.
func wholeLanes(_ count: Int) -> Int { (count + Kernels.lanes - 1) / Kernels.lanes * Kernels.lanes }
