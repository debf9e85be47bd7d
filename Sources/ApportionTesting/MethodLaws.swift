import ApportionPrimitives
public import ApportionValuation

/// The laws that every valuation method must satisfy.
///
/// Violations are returned instead of failing a test, so that the same checks serve `swift test`, the
/// command line, and methods in other packages.
public enum MethodLaws {
  /// Every law that `method` breaks on `game`, in words; empty if it breaks none.
  ///
  /// An estimator is checked with its own budget and with others, from the smallest that it accepts to
  /// one that covers all coalitions.
  public static func violations(
    of method: some ValuationMethod, on game: some ReferenceGame, seed: UInt64
  ) async throws -> [String] {
    var broken = try await common(method, game, seed, nearTruth: true)
    if let estimator = method as? any Estimator {
      broken += try await EstimatorLaws.violations(of: estimator, on: game, seed: seed)
    }
    return broken
  }

  /// The laws of all methods.
  ///
  /// With few draws from a game whose worths take few distinct values, standard errors need not bound the
  /// distance from the true values; `nearTruth` must then be false.
  static func common(
    _ method: some ValuationMethod, _ game: some ReferenceGame, _ seed: UInt64, nearTruth: Bool
  ) async throws -> [String] {
    let cached = CachedGame(game)
    let metered = MeteredGame(cached)
    let stream = RandomStream(seed: seed)
    let result = try await method.attribute(metered, using: stream)
    let again = try await method.attribute(game, using: stream)
    var broken: [String] = []
    func require(_ law: String, _ holds: Bool, _ detail: @autoclosure () -> String) {
      if !holds { broken.append("\(type(of: method).id) breaks '\(law)': \(detail())") }
    }

    let n = game.playerCount
    let (values, errors) = (result.values.count, result.standardErrors.count)
    require(
      "one value per player", values == n && errors == n,
      "\(values) values and \(errors) standard errors for \(n)")
    // The other laws compare player by player, so they cannot be checked without this one.
    guard broken.isEmpty else { return broken }
    require(
      "finite values",
      (result.values + result.standardErrors.compactMap(\.self)).allSatisfy(\.isFinite),
      "\(result.values) with the errors \(result.standardErrors)")
    require("same seed, same answer", result == again, "\(result.values) then \(again.values)")
    require(
      "honest count of evaluations", result.evaluations == metered.evaluations,
      "reported \(result.evaluations), spent \(metered.evaluations)")
    require(
      "no coalition twice", metered.evaluations == cached.evaluations,
      "asked for \(metered.evaluations) worths of \(cached.evaluations) coalitions")
    require(
      "no more evaluations than stated", result.evaluations <= method.evaluations(forPlayers: n),
      "stated \(method.evaluations(forPlayers: n)), spent \(result.evaluations)")
    if nearTruth, let estimand = method.estimand {
      for (player, truth) in naiveValues(of: game, by: estimand).enumerated() {
        let gap = abs(result.values[player] - truth)
        // Four standard errors: a probability of 1 in 16 000 per player, met once because the seed is
        // fixed.
        require(
          "near the truth",
          gap <= (result.standardErrors[player].map { 4 * $0 } ?? .infinity) + 1e-9,
          "player \(player) is off by \(gap)")
      }
    }
    require(
      "promises kept", result.guarantees.isSuperset(of: method.guarantees),
      "promised \(method.guarantees.names), kept \(result.guarantees.names)")
    if result.guarantees.contains(.efficiency) {
      let shared = result.values.reduce(0, +)
      let worth = game.worth(of: .grand(n)) - game.worth(of: .empty)
      require("efficiency", abs(shared - worth) < 1e-9, "values sum to \(shared), not \(worth)")
    }
    if result.guarantees.contains(.nullPlayer) {
      for player in 0..<n where isNull(player, in: game) {
        require(
          "null player", abs(result.values[player]) < 1e-12,
          "player \(player) adds nothing and gets \(result.values[player])")
      }
    }
    if method.guarantees.contains(.symmetry) {
      for player in 1..<max(n, 1) {
        for other in 0..<player where areAlike(player, other, in: game) {
          let gap = abs(result.values[player] - result.values[other])
          require(
            "symmetry", gap < 1e-12,
            "players \(other) and \(player) are alike and get values that differ by \(gap)")
        }
      }
      let order = (0..<n).map { ($0 + 1) % n }
      let relabelled = try await method.attribute(
        RelabelledGame(game, order: order), using: stream)
      for (player, original) in order.enumerated() {
        let gap = abs(relabelled.values[player] - result.values[original])
        require(
          "relabelling", gap < 1e-12,
          "the value of player \(original) changes by \(gap) under a new number")
      }
    }
    if method.guarantees.contains(.linearity) {
      let other = SquareGame(amounts: (0..<n).map { Double($0 % 3) - 0.75 })
      let ofOther = try await method.attribute(other, using: stream)
      let ofBoth = try await method.attribute(
        CombinedGame(game, 2, other, -0.5), using: stream)
      for player in 0..<n {
        let sum = 2 * result.values[player] - 0.5 * ofOther.values[player]
        let gap = abs(ofBoth.values[player] - sum)
        require(
          "linearity", gap < 1e-12 * max(1, abs(sum)),
          "player \(player) is off by \(gap) in a linear combination of games")
      }
    }
    let scale = largestWorth(of: game)
    let shift = 1000 * scale
    for includesEmpty in [true, false] {
      // The rounding errors of worths that are a thousand times as large.
      let rounding = 1e-9 * scale
      // A constant added to all coalitions but ∅ adds to every value the constant times the weight of ∅.
      guard let weight = includesEmpty ? 0 : method.estimand?.weights(players: n)[0] else {
        continue
      }
      let law = includesEmpty ? "constants" : "constants of coalitions that are not empty"
      let shifted = try await method.attribute(
        ShiftedGame(game, by: shift, includingEmpty: includesEmpty), using: stream)
      for player in 0..<n {
        let gap = abs(shifted.values[player] - result.values[player] - weight * shift)
        require(
          law, gap <= rounding,
          "player \(player) is off by \(gap) if \(shift) is added to the worths")
        let errors = [shifted, result].map { $0.standardErrors[player] ?? 0 }
        require(
          law, abs(errors[0] - errors[1]) <= rounding,
          "player \(player) has the error \(errors[0]) and not \(errors[1]) if \(shift) is added")
      }
    }
    return broken
  }

  /// The largest absolute worth, or 1 if all are 0.
  static func largestWorth(of game: some ReferenceGame) -> Double {
    let largest = (0..<1 << game.playerCount).reduce(0) {
      max($0, abs(game.worth(of: Coalition(index: $1))))
    }
    return largest > 0 ? largest : 1
  }

  private static func isNull(_ player: Int, in game: some ReferenceGame) -> Bool {
    Coalition.all(game.playerCount).allSatisfy {
      game.worth(of: $0.inserting(player)) == game.worth(of: $0.removing(player))
    }
  }

  private static func areAlike(_ player: Int, _ other: Int, in game: some ReferenceGame) -> Bool {
    Coalition.all(game.playerCount).allSatisfy {
      let rest = $0.removing(player).removing(other)
      return game.worth(of: rest.inserting(player)) == game.worth(of: rest.inserting(other))
    }
  }
}
