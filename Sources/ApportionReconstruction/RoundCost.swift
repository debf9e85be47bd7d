public import ApportionSimulation

/// What it takes to evaluate all coalitions of a round.
public struct RoundCost: Codable, Hashable, Sendable {
  public let engine: Engine
  /// 2ⁿ for n participants, which a whole number cannot always hold.
  public let coalitions: Double
  /// Floating-point operations, a multiply-add counting as two and an exponential as twenty.
  public let operations: Double
  /// Bytes that one worker holds, 0 where models are built one by one.
  public let workerBytes: Double

  /// The work by an engine other than `automatic`, utilities being measured on so many examples.
  public init(engine: Engine, network: Network, players: Int, examples: Int) {
    let (n, m) = (Double(players), Double(examples))
    let layers = network.layers.map { 2 * Double($0.inputs * $0.outputs) }
    let (first, rest) = (layers[0], layers.dropFirst().reduce(0, +))
    let sets = Double(sign: .plus, exponent: players, significand: 1)
    // Mixing adds once per unit and activates once; the loss takes one exponential per class.
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
