/// The properties that characterise Shapley and related values.
public struct Axioms: OptionSet, Codable, Hashable, Sendable {
  public let rawValue: Int
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// Values sum to *v(N) − v(∅)*.
  public static let efficiency = Axioms(rawValue: 1 << 0)
  /// Interchangeable players get the same value, and values do not depend on the players' numbers.
  public static let symmetry = Axioms(rawValue: 1 << 1)
  /// A player that never changes the worth of any coalition gets 0.
  public static let nullPlayer = Axioms(rawValue: 1 << 2)
  /// The values of *a v + b w* are *a* times those of *v* and *b* times those of *w*.
  public static let linearity = Axioms(rawValue: 1 << 3)

  /// The names of the axioms that hold.
  public var names: [String] {
    let all: [(Axioms, String)] = [
      (.efficiency, "efficiency"), (.symmetry, "symmetry"), (.nullPlayer, "null player"),
      (.linearity, "linearity"),
    ]
    return all.filter { contains($0.0) }.map(\.1)
  }
}
