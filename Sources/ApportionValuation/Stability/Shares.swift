/// Values as fractions of their sum, where that means anything.
///
/// A share is a view of a value and never replaces it. When the sum is not clearly above zero, or a
/// share would lie outside [−1, 2], dividing would turn noise into money; then there are no shares,
/// and the reason is told.
public enum Shares: Hashable, Sendable {
  /// One fraction per player; they sum to 1.
  case fractions([Double])
  /// Why there are none.
  case withheld(reason: String)

  /// - Parameter values: one per player.
  public init(of values: [Double]) {
    let sum = values.reduce(0, +)
    let size = values.reduce(0) { $0 + abs($1) }
    // A sum that is a millionth of its terms is what is left of rounding and cancellation.
    guard sum > 1e-6 * size, sum > 0 else {
      self = .withheld(
        reason: sum < 0
          ? "the values sum to less than zero, so dividing by the sum would turn signs around"
          : "the values sum to nearly zero")
      return
    }
    let fractions = values.map { $0 / sum }
    if let wild = fractions.first(where: { $0 < -1 || $0 > 2 }) {
      let percent = Int((100 * wild).rounded())
      self = .withheld(reason: "a share would be \(percent) %, because the values nearly cancel")
    } else {
      self = .fractions(fractions)
    }
  }

  /// The shares in weighted totals of values that are known by round.
  ///
  /// - Parameters:
  ///   - rounds: one value per player, by round; who was absent has 0.
  ///   - weights: what the rounds count for.
  ///   - rule: how totals become shares.
  public init(ofRounds rounds: [[Double]], weights: RoundWeights, rule: ShareRule) {
    do throws(UnsharedRound) {
      self = rule(try weights.totals(of: rounds))
    } catch {
      self = .withheld(reason: error.description)
    }
  }
}
