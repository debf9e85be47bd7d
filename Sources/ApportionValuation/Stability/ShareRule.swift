public import ApportionPrimitives

/// How values become shares that sum to 1.
///
/// A rule applies to finished values, so changing it needs no further evaluation.
public struct ShareRule: Codable, Hashable, Sendable {
  /// The formula of a share rule.
  public enum Kind: String, ConfigurableChoice {
    /// *vᵢ / Σ v*, including negative shares; withheld if the sum is not clearly above zero.
    case signedSum = "signed-sum"
    /// *max(vᵢ, 0) / Σ max(v, 0)*: a player with a negative value has a share of 0.
    case positivePart = "positive-part"
    /// *exp(vᵢ/τ) / Σ exp(v/τ)* with the temperature τ: always defined, but dependent on the unit of the
    /// values.
    case softmax
    /// The non-negative shares that sum to 1 and are nearest to the signed-sum shares in Euclidean
    /// distance.
    ///
    /// If the values themselves were projected, everything would depend on their unit. If no value is
    /// negative this equals the signed sum, and if that is withheld so is this.
    case simplexProjection = "simplex-projection"
  }

  /// The formula of the rule.
  public var kind: Kind
  /// τ of the softmax, in the unit of the values.
  public var temperature: Double

  /// A rule of one kind; only the softmax uses the temperature.
  public init(_ kind: Kind = .signedSum, temperature: Double = 1) {
    (self.kind, self.temperature) = (kind, temperature)
  }

  /// Checks the temperature.
  public func validate() throws(InvalidSetting) {
    try InvalidSetting.check(
      "temperature", temperature, temperature > 0 && temperature.isFinite,
      mustBe: "above 0 and finite")
    try InvalidSetting.check(
      "temperature", temperature, kind == .softmax || temperature == 1,
      mustBe: "1 if `kind` is \(kind.rawValue), which has no temperature")
  }

  /// The shares of the players.
  ///
  /// - Parameters:
  ///   - values: one finite value per player.
  ///   - rounding: the rounding error of a value; see ``Shares/init(of:rounding:)``.
  /// - Returns: shares, or why there are none.
  public func callAsFunction(_ values: [Double], rounding: Double = 0) -> Shares {
    switch kind {
    case .signedSum: return Shares(of: values, rounding: rounding)
    case .positivePart:
      if let reason = Shares.withheld(values, rounding: rounding) {
        return .withheld(reason: reason)
      }
      let parts = values.map { max($0, 0) }
      let sum = parts.contains { $0 > rounding } ? parts.reduce(0, +) : 0
      return sum > 0
        ? .fractions(parts.map { $0 / sum }) : .withheld(reason: "no value is above zero")
    case .softmax:
      guard let largest = values.max() else { return .withheld(reason: "there are no players") }
      let parts = values.map { Elementary.exp(($0 - largest) / temperature) }
      let sum = parts.reduce(0, +)
      return .fractions(parts.map { $0 / sum })
    case .simplexProjection:
      let signed = Shares(of: values, rounding: rounding)
      guard case .fractions(let shares) = signed else { return signed }
      return .fractions(projectedOntoSimplex(shares))
    }
  }
}

/// The point nearest to `point` in Euclidean distance whose coordinates are non-negative and sum to 1.
///
///     xᵢ = max(pᵢ − θ, 0),   θ = (Σ of the k largest − 1) / k,   for the largest k with all k positive
///
/// - Cost: that of sorting.
/// - Source: Held, Wolfe & Crowder, "Validation of subgradient optimization", Mathematical
///   Programming 6, 1974.
func projectedOntoSimplex(_ point: [Double]) -> [Double] {
  var (sum, threshold) = (0.0, 0.0)
  for (index, coordinate) in point.sorted(by: >).enumerated() {
    sum += coordinate
    let candidate = (sum - 1) / Double(index + 1)
    if coordinate > candidate { threshold = candidate }
  }
  return point.map { max($0 - threshold, 0) }
}
