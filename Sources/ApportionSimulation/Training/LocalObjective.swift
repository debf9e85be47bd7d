/// The objective that a strategy gives a client: its own loss F and added terms.
///
///     F(θ) + ⟨slope, θ⟩ + μ/2 ‖θ − θₜ‖²
///
/// Here, θₜ is the global model that the round starts from.
public struct LocalObjective: Hashable, Sendable {
  /// The coefficients of the linear term, one per parameter, or nil for no such term.
  public var slope: Parameters?
  /// μ, at least 0.
  public var proximal: Double

  /// An objective with the given terms.
  public init(slope: Parameters? = nil, proximal: Double = 0) {
    (self.slope, self.proximal) = (slope, proximal)
  }
}
