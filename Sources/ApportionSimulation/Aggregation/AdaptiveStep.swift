import ApportionPrimitives

/// The state of an adaptive server: a first and a second moment of the clients' mean difference.
public struct AdaptiveMoments: Hashable, Sendable {
  /// m, of the model's shape.
  public var first: Parameters
  /// v, one number per parameter; in double precision, because squares exceed the range of `Float` long before
  /// the numbers do.
  public var second: [Double]

  /// Both 0.
  init(for global: Parameters) {
    first = .zeros(like: global)
    second = Array(repeating: 0, count: global.values.count)
  }
}

extension AdaptiveMoments {
  /// Whether both are of the model's shape.
  func fits(_ other: AdaptiveMoments) -> Bool {
    first.values.count == other.first.values.count && second.count == other.second.count
  }
}

extension AdaptiveMoments: Codable {
  private enum Key: String, CodingKey { case first, second }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    first = try container.decode(Parameters.self, forKey: .first)
    second = try container.decode(PackedNumbers<Double>.self, forKey: .second).numbers
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(first, forKey: .first)
    try container.encode(PackedNumbers(second), forKey: .second)
  }
}

/// The server's step of ``FedAdagrad``, ``FedAdam`` and ``FedYogi``, which differ in v′ only.
///
///     Δ = Σₖ nₖ/n θₖ − θ      m′ = β₁ m + (1 − β₁) Δ      θ′ = θ + η m′ / (√v′ + τ)
///
/// All operations but the sum in Δ are coordinate-wise.
///
/// - Source: Reddi et al., "Adaptive federated optimization", ICLR 2021, algorithm 2.
struct AdaptiveStep {
  /// β₁.
  var beta1: Double
  /// η.
  var rate: Double
  /// τ.
  var tau: Double
  var squares: Squares

  /// v′.
  enum Squares {
    /// v + Δ²
    case summed
    /// β₂ v + (1 − β₂) Δ²
    case averaged(decay: Double)
    /// v − (1 − β₂) Δ² sign(v − Δ²)
    case signed(decay: Double)

    func next(_ v: Double, _ square: Double) -> Double {
      switch self {
      case .summed: v + square
      case .averaged(let decay): decay * v + (1 - decay) * square
      case .signed(let decay):
        if v > square {
          v - (1 - decay) * square
        } else if v < square {
          v + (1 - decay) * square
        } else {
          v
        }
      }
    }
  }

  /// θ′; changes the moments.
  func callAsFunction(
    _ updates: [ClientUpdate], from global: Parameters, _ moments: inout AdaptiveMoments
  ) -> Parameters {
    let difference = AffineCombination(
      weights: updates.map { Double($0.exampleCount) }, offset: [(vector: global, coefficient: -1)]
    ).model(of: updates)
    var next = global
    for index in next.values.indices {
      let change = Double(difference.values[index])
      let first = beta1 * Double(moments.first.values[index]) + (1 - beta1) * change
      let second = squares.next(moments.second[index], change * change)
      let step = rate * first / (second.squareRoot() + tau)
      next.values[index] = Float(Double(global.values[index]) + step)
      moments.first.values[index] = Float(first)
      moments.second[index] = second
    }
    return next
  }

  /// Refuses settings of the three strategies that are out of range; `beta2` is nil for Adagrad.
  static func validate(
    beta1: Double, beta2: Double? = nil, serverLearningRate: Double, tau: Double
  ) throws(InvalidSetting) {
    try InvalidSetting.check(
      "beta1", beta1, beta1 >= 0 && beta1 < 1, mustBe: "at least 0 and below 1")
    if let beta2 {
      try InvalidSetting.check(
        "beta2", beta2, beta2 >= 0 && beta2 < 1,
        mustBe: "at least 0 and below 1")
    }
    try InvalidSetting.check(
      "serverLearningRate", serverLearningRate,
      serverLearningRate > 0 && serverLearningRate.isFinite, mustBe: "above 0 and finite")
    try InvalidSetting.check(
      "tau", tau, tau > 0 && tau.isFinite, mustBe: "above 0 and finite")
  }
}
