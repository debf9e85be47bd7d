/// What a strategy has a client minimise beside its own loss F.
///
///     F(θ) + ⟨slope, θ⟩ + μ/2 ‖θ − θₜ‖²
///
/// θₜ is the global model that the round starts from.
public struct LocalObjective: Hashable, Sendable {
  /// The linear term, of the model's shape, or nil for none.
  public var slope: Parameters?
  /// μ, at least 0.
  public var proximal: Double

  public init(slope: Parameters? = nil, proximal: Double = 0) {
    (self.slope, self.proximal) = (slope, proximal)
  }
}
