/// Pairs of a coalition and its complement, as KernelSHAP draws them.
public struct KernelPairs: Codable, Hashable, Sendable {
  let playerCount: Int
  private let nobody: Double
  private let everybody: Double
  private var coalitions: [Coalition] = []
  /// ½ (v(S) − v(N∖S)).
  private var halves: [Double] = []

  /// No pairs yet, from the worths of nobody and everybody.
  init(players: Int, opening worths: [Double]) {
    (playerCount, nobody, everybody) = (players, worths[0], worths[1])
  }

  mutating func add(_ draw: Draw) {
    coalitions.append(draw.coalitions[0])
    halves.append((draw.worths[0] - draw.worths[1]) / 2)
  }

  /// The minimum of Σ w(S) (v(S) − v(∅) − Σ_{i∈S} φᵢ)² over φ that sum to the gain of all.
  ///
  /// With *φᵢ = (v(N) − v(∅))/n + δᵢ* the sum over a pair and its complement is, up to what does not
  /// depend on δ, twice the square of *½ (v(S) − v(N∖S)) − (|S|/n − ½)(v(N) − v(∅)) − Σ_{i∈S} δᵢ*.
  ///
  /// - Parameter weight: of a pair, by the size of its first coalition: the kernel over the chance
  ///   with which such pairs were drawn.
  /// - Returns: φ and its standard errors.
  /// - Throws: ``Undetermined`` when the pairs do not tell the players apart.
  func values(
    weight: (Int) -> Double
  ) throws -> (values: [Double], standardErrors: [Double]) {
    let n = playerCount
    let gain = everybody - nobody
    guard n > 1 else { return ([gain], [0]) }
    let rows = zip(coalitions, halves).map { coalition, half in
      let size = coalition.count
      return PairRegression.Row(
        features: PairRegression.features(of: coalition, players: n),
        target: half - (Double(size) / Double(n) - 0.5) * gain, weight: weight(size))
    }
    let effects = (0..<n).map { player in
      (0..<n).map { ($0 == player ? 1 : 0) - 1 / Double(n) }
    }
    let (deviations, errors) = try PairRegression(players: n, effects: effects).fit(rows)
    return (deviations.map { gain / Double(n) + $0 }, errors)
  }
}

extension Estimator where Tally == KernelPairs {
  /// Twice as many pairs as there are players.
  public func minimumBudget(forPlayers n: Int) -> Int { n > 1 ? 2 + 4 * n : 2 }

  public func tally(forPlayers n: Int, opening worths: [Double]) -> KernelPairs {
    KernelPairs(players: n, opening: worths)
  }

  public func add(_ draw: Draw, to tally: inout KernelPairs) { tally.add(draw) }
}
