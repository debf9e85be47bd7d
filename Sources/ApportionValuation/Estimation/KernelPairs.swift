/// Pairs of a coalition and its complement, drawn as in KernelSHAP.
public struct KernelPairs: Codable, Hashable, Sendable {
  let playerCount: Int
  private let empty: Double
  private let grand: Double
  private var coalitions: [Coalition] = []
  /// ½ (v(S) − v(N∖S)).
  private var halves: [Double] = []

  /// No pairs yet, from the worths of the empty and the grand coalition.
  init(players: Int, initial worths: [Double]) {
    (playerCount, empty, grand) = (players, worths[0], worths[1])
  }

  mutating func add(_ draw: Draw) {
    coalitions.append(draw.coalitions[0])
    halves.append((draw.worths[0] - draw.worths[1]) / 2)
  }

  /// The least-squares values of KernelSHAP, shifted equally so that they sum to v(N) − v(∅).
  ///
  /// They are *φᵢ + (v₀ − v(∅))/n* for the v₀ and φ that minimise *Σ w(S) (v(S) − v₀ − Σ_{i∈S} φᵢ)²*.
  /// Over all coalitions it makes no difference whether v₀ is fitted or fixed at v(∅). In a sample,
  /// fixing it would attribute the jump from ∅ to one player to differences between players. With *φᵢ =
  /// (v(N) − v(∅))/n + δᵢ*, the sum over a pair of complements is, up to terms that do not depend on δ,
  /// twice the square of *½ (v(S) − v(N∖S)) − γ (|S|/n − ½) − Σ_{i∈S} δᵢ*, where γ is fitted.
  ///
  /// - Parameter weight: the weight of a pair by the size of its first coalition: the kernel divided by
  ///   the probability with which such pairs were drawn.
  /// - Returns: the values with their standard errors.
  /// - Throws: ``Undetermined`` if the pairs do not distinguish all players.
  func values(weight: (Int) -> Double) throws -> SampledValues {
    let n = playerCount
    let gain = grand - empty
    guard n > 1 else { return SampledValues(exact: [gain]) }
    let rows = zip(coalitions, halves).map { coalition, half in
      let size = coalition.count
      return PairRegression.Row(
        features: PairRegression.features(of: coalition, players: n)
          + [Double(size) / Double(n) - 0.5],
        target: half, weight: weight(size))
    }
    let effects = (0..<n).map { player in
      (0..<n).map { ($0 == player ? 1 : 0) - 1 / Double(n) } + [0]
    }
    var sample = try PairRegression(players: n, effects: effects).fit(rows)
    sample.values = sample.values.map { gain / Double(n) + $0 }
    return sample
  }
}

extension Estimator where Tally == KernelPairs {
  /// The initial coalitions, and twice as many pairs as there are players.
  public func minimumBudget(forPlayers n: Int) -> Int { n > 1 ? 2 + 4 * n : 2 }

  public func tally(forPlayers n: Int, initial worths: [Double]) -> KernelPairs {
    KernelPairs(players: n, initial: worths)
  }

  public func add(_ draw: Draw, to tally: inout KernelPairs) { tally.add(draw) }
}
