public import ApportionPrimitives

/// The coordinate-wise mean of the clients' models without the largest and the smallest numbers.
///
/// Of n numbers, the ⌊βn⌋ lowest and the ⌊βn⌋ highest are left out; the rest have equal weights. For a
/// coalition, n is its own number of clients, so that nothing is left out of a small one.
///
/// - Default: β = 0.2, as in Flower 1.6. With β = 0, it is the plain mean.
/// - Cost: O(n²) per parameter.
/// - Source: Yin et al., "Byzantine-robust distributed learning: towards optimal statistical rates",
///   ICML 2018, definition 2 (option II of algorithm 1).
public struct FedTrimmedAvg: StatelessStrategy {
  public static let id = "fed-trimmed-avg"
  public static let summary = "coordinate-wise mean without the largest and the smallest numbers"

  /// β, the fraction that is left out at either end.
  public var trim = 0.2

  public init() {}

  public init(trim: Double) { self.trim = trim }

  public func validate() throws {
    try InvalidSetting.check(
      "trim", trim, trim >= 0 && trim < 0.5,
      mustBe: "at least 0 and below 0.5; it is left out on either side, and something must be left")
  }

  public func aggregate(
    _ updates: [ClientUpdate], into global: Parameters
  ) throws -> Parameters {
    let trimmed = Int(trim * Double(updates.count))
    return .coordinatewise(updates.map(\.parameters)) {
      $0.mean(of: trimmed..<$0.count - trimmed)
    }
  }
}
