/// Values as fractions of their sum, if these are meaningful.
///
/// Shares are computed from values and never replace them. If the sum is not clearly above zero, or a
/// share would lie outside [−1, 2], the division would amplify noise; then there are no shares, and the
/// reason is reported.
public enum Shares: Hashable, Sendable {
  /// One fraction per player; they sum to 1.
  case fractions([Double])
  /// Why there are no shares.
  case withheld(reason: String)

  /// The values divided by their sum.
  ///
  /// - Parameters:
  ///   - values: one per player.
  ///   - rounding: the rounding error of a value. Values are differences of worths, so it grows with the
  ///     worths, and not with the values: 10⁻¹² of the largest worth for numbers of a table, 10⁻⁷ of a
  ///     loss if models compute in single precision.
  public init(of values: [Double], rounding: Double = 0) {
    let sum = values.reduce(0, +)
    let size = values.reduce(0) { $0 + abs($1) }
    if let reason = Self.withheld(values, rounding: rounding) {
      self = .withheld(reason: reason)
      return
    }
    // A sum of no more than a millionth of its terms is a residue of rounding and cancellation.
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

  /// Why there are no shares if all values are rounding errors, or nil if one is not.
  static func withheld(_ values: [Double], rounding: Double) -> String? {
    rounding > 0 && values.allSatisfy { abs($0) <= rounding }
      ? "the values are no larger than what rounding of the worths makes" : nil
  }

  /// The shares in the weighted totals of values that are known by round.
  ///
  /// - Parameters:
  ///   - rounds: one value per player, by round; 0 for a player that was absent.
  ///   - weights: the weights of the rounds.
  ///   - rule: how totals become shares.
  ///   - rounding: the rounding error of a value of one round; see ``init(of:rounding:)``.
  public init(
    ofRounds rounds: [[Double]], weights: RoundWeights, rule: ShareRule, rounding: Double = 0
  ) {
    do throws(UnnormalizableRound) {
      let totals = try weights.totals(of: rounds, rounding: rounding)
      // The values of normalised rounds are shares already, without the rounding error of the worths.
      let size = weights.normalised ? 0 : rounding * Double(rounds.count).squareRoot()
      self = rule(totals, rounding: size)
    } catch {
      self = .withheld(reason: error.description)
    }
  }
}
