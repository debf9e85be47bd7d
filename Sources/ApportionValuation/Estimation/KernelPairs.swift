/// Pairs of a coalition and its complement, as KernelSHAP draws them.
public struct KernelPairs: Codable, Hashable, Sendable {
  let playerCount: Int
  private let nobody: Double
  private let everybody: Double
  private var coalitions: [Coalition] = []
  /// ½ (v(S) − v(N∖S)).
  private var halves: [Double] = []

  /// No pairs yet, from the worths of nobody and everybody.
  init(players: Int, initial worths: [Double]) {
    (playerCount, nobody, everybody) = (players, worths[0], worths[1])
  }

  mutating func add(_ draw: Draw) {
    coalitions.append(draw.coalitions[0])
    halves.append((draw.worths[0] - draw.worths[1]) / 2)
  }

  /// The minimum of Σ w(S) (v(S) − v₀ − Σ_{i∈S} φᵢ)² over v₀ and φ, and *(v₀ − v(∅))/n* for everybody, so
  /// that the values sum to the gain of all.
  ///
  /// Over all coalitions it makes no difference whether v₀ is fitted or held at v(∅). In a sample, the
  /// jump from nobody to one player would otherwise be taken for differences between players. With
  /// *φᵢ = (v(N) − v(∅))/n + δᵢ* the sum over a pair and its complement is, up to what does not depend on
  /// δ, twice the square of *½ (v(S) − v(N∖S)) − γ (|S|/n − ½) − Σ_{i∈S} δᵢ*, γ being fitted.
  ///
  /// - Parameter weight: of a pair, by the size of its first coalition: the kernel over the chance
  ///   with which such pairs were drawn.
  /// - Returns: φ, and how sure the pairs are of them.
  /// - Throws: ``Undetermined`` when the pairs do not tell the players apart.
  func values(weight: (Int) -> Double) throws -> SampledValues {
    let n = playerCount
    let gain = everybody - nobody
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
  /// Twice as many pairs as there are players.
  public func minimumBudget(forPlayers n: Int) -> Int { n > 1 ? 2 + 4 * n : 2 }

  public func tally(forPlayers n: Int, initial worths: [Double]) -> KernelPairs {
    KernelPairs(players: n, initial: worths)
  }

  public func add(_ draw: Draw, to tally: inout KernelPairs) { tally.add(draw) }
}
