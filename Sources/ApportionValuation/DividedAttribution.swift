public import ApportionPrimitives

/// What a linear method says each player is worth on every part of a game.
public struct DividedAttribution: Codable, Hashable, Sendable {
  /// How much each part counts; they add up to 1.
  public var weights: [Double]
  /// One row for each part, of one value per player.
  public var values: [[Double]]

  public init(weights: [Double], values: [[Double]]) {
    precondition(weights.count == values.count, "every part has a weight and its values")
    (self.weights, self.values) = (weights, values)
  }

  /// The values of the whole game, φᵢ = Σₖ wₖ φᵢₖ.
  public var total: [Double] {
    var total = [Double](repeating: 0, count: values.first?.count ?? 0)
    for (weight, row) in zip(weights, values) {
      for (player, value) in row.enumerated() { total[player] += weight * value }
    }
    return total
  }

  /// The standard errors of ``total`` where the parts are examples that were drawn independently and
  /// other draws would have served as well, or nil for fewer than two parts.
  ///
  ///     SE² = m/(m − 1) Σₖ wₖ² (φᵢₖ − φᵢ)²
  ///
  /// With equal weights 1/m this is the variance of the φᵢₖ over m. It is the error of validation
  /// alone: neither that of a method that samples coalitions, nor how values vary over trainings.
  public var standardErrors: [Double]? {
    guard values.count >= 2 else { return nil }
    let total = total
    var squares = [Double](repeating: 0, count: total.count)
    for (weight, row) in zip(weights, values) {
      for (player, value) in row.enumerated() {
        let distance = weight * (value - total[player])
        squares[player] += distance * distance
      }
    }
    let parts = Double(values.count)
    return squares.map { ($0 * parts / (parts - 1)).squareRoot() }
  }
}

extension ValuationMethod {
  /// Values every player of every part of `game`, with the same draws for each.
  ///
  /// - Parameters:
  ///   - game: what the players play.
  ///   - stream: what a method that samples draws from.
  /// - Returns: one row of values for each part.
  /// - Throws: ``ValuationError/notLinear(method:)`` for a method whose values of parts do not add
  ///   up, else what ``attribute(_:using:)`` throws.
  /// - Cost: all coalitions of each part, of which about four million worths are held at once.
  public func attributeParts(
    of game: some DividedGame, using stream: RandomStream
  ) async throws -> DividedAttribution {
    guard guarantees.contains(.linearity) else {
      throw ValuationError.notLinear(method: Self.id)
    }
    let n = game.playerCount
    try checkPlayers(n)
    var values: [[Double]] = []
    for parts in chunks(of: game.weights.count, by: max(1, (1 << 22) >> n)) {
      for table in try await game.tables(ofParts: parts) {
        values.append(try await attribution(of: table, using: stream).values)
      }
    }
    return DividedAttribution(weights: game.weights, values: values)
  }
}
