public import ApportionPrimitives

/// The values that a linear method assigns to the players on every part of a game.
public struct DividedAttribution: Codable, Hashable, Sendable {
  /// The weight of each part; the weights sum to 1.
  public var weights: [Double]
  /// One row per part, with one value per player.
  public var values: [[Double]]

  /// Creates an attribution from one weight and one row of values per part.
  public init(weights: [Double], values: [[Double]]) {
    precondition(weights.count == values.count, "weights and values must have one entry per part")
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

  /// The standard errors of ``total`` due to the choice of parts, or nil for fewer than two parts.
  ///
  /// They are valid if the parts are examples drawn independently from one distribution:
  ///
  ///     SE² = m/(m − 1) Σₖ wₖ² (φᵢₖ − φᵢ)²
  ///
  /// With equal weights 1/m this is the sample variance of the φᵢₖ divided by m. It measures only the error
  /// due to the sample of examples. It includes neither the error of a method that samples coalitions nor
  /// the variation of the values between training runs.
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
  /// Assigns a value to every player on every part of `game`, with the same draws for each part.
  ///
  /// - Parameters:
  ///   - game: the game, whose worths are weighted means over its parts.
  ///   - stream: the source of randomness of a method that samples.
  /// - Returns: one row of values per part.
  /// - Throws: ``ValuationError/notLinear(method:)`` if the method is not linear, otherwise what
  ///   ``attribution(of:using:)`` or `game` throws.
  /// - Cost: all coalitions of each part. At most about four million worths, or those of one part if they
  ///   are more, are held at once.
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
