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

  /// - Parameters:
  ///   - values: one per player.
  ///   - rounding: what the arithmetic of the worths leaves uncertain of a value. Values are differences of
  ///     worths, so this grows with the worths, and not with the values: 10⁻¹² of the largest worth for
  ///     numbers of a table, 10⁻⁷ of a loss where models compute in single precision.
  public init(of values: [Double], rounding: Double = 0) {
    let sum = values.reduce(0, +)
    let size = values.reduce(0) { $0 + abs($1) }
    if let reason = Self.withheld(values, rounding: rounding) {
      self = .withheld(reason: reason)
      return
    }
    // A sum that is a millionth of its terms is what is left of rounding and cancellation.
    guard abs(sum) > max(1e-6 * size, rounding * Double(values.count)) else {
      self = .withheld(reason: "the values sum to nearly zero")
      return
    }
    guard sum > 0 else {
      self = .withheld(
        reason: "the values sum to less than zero, so dividing by the sum would turn signs around")
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

  /// Why there are no shares of values that are all rounding errors, or nil where one is not.
  static func withheld(_ values: [Double], rounding: Double) -> String? {
    rounding > 0 && values.allSatisfy { abs($0) <= rounding }
      ? "the values are no larger than what rounding of the worths makes" : nil
  }

  /// The shares in weighted totals of values that are known by round.
  ///
  /// - Parameters:
  ///   - rounds: one value per player, by round; who was absent has 0.
  ///   - weights: what the rounds count for.
  ///   - rule: how totals become shares.
  ///   - rounding: that of a value of one round; see ``init(of:rounding:)``.
  public init(
    ofRounds rounds: [[Double]], weights: RoundWeights, rule: ShareRule, rounding: Double = 0
  ) {
    do throws(UnnormalizableRound) {
      let totals = try weights.totals(of: rounds, rounding: rounding)
      // Normalised rounds are shares already.
      let size = weights.normalised ? 0 : rounding * Double(rounds.count).squareRoot()
      self = rule(totals, rounding: size)
    } catch {
      self = .withheld(reason: error.description)
    }
  }
}
