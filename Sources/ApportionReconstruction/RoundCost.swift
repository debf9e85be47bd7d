public import ApportionSimulation

/// The cost of evaluating all coalitions of a round.
public struct RoundCost: Codable, Hashable, Sendable {
  /// The engine that coalitions are evaluated by.
  public let engine: Engine
  /// 2ⁿ for n participants, a `Double` because it can exceed the range of `Int`.
  public let coalitions: Double
  /// Floating-point operations, where a multiply-add counts as two and an exponential as twenty.
  public let operations: Double
  /// The bytes that one worker holds; 0 if models are built one by one.
  public let workerBytes: Double

  /// The cost with an engine other than `automatic`, where utilities are measured on `examples` examples.
  public init(engine: Engine, network: Network, players: Int, examples: Int) {
    let (n, m) = (Double(players), Double(examples))
    let layers = network.layers.map { 2 * Double($0.inputs * $0.outputs) }
    let (first, rest) = (layers[0], layers.dropFirst().reduce(0, +))
    let sets = Double(sign: .plus, exponent: players, significand: 1)
    // Mixing takes one addition and one activation per unit; the loss takes one exponential per class.
    let mixing = 2 * Double(network.widths[1])
    let loss = 20 * Double(network.classCount)
    self.engine = engine
    coalitions = sets
    switch engine {
    case .mixed, .mixedReLU, .mixedAuto, .mixedDeep:
      operations = m * (n * first + sets * (mixing + rest + loss))
    case .automatic, .reference, .perCoalition:
      operations = m * sets * (first + rest + loss)
    }
    workerBytes = engine.workerBytes(of: network, players: players)
  }
}
