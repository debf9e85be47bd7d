package import Foundation

/// The worths of all coalitions of a game, from which many values are read at no further cost.
public struct CoalitionTable: CoalitionGame, Hashable {
  public let playerCount: Int
  /// *2ⁿ* worths; player p takes part where bit p of the index is set.
  public let worths: [Double]

  /// - Precondition: a power of 2 of worths.
  public init(worths: [Double]) {
    playerCount = worths.count.trailingZeroBitCount
    precondition(
      worths.count == 1 << playerCount, "\(worths.count) worths are not those of all coalitions")
    self.worths = worths
  }

  /// Asks `game` for every coalition.
  ///
  /// - Throws: ``ValuationError/nonFiniteWorth(coalition:worth:)``,
  ///   ``ValuationError/tooLargeTable(players:needed:machine:)``, or what the game throws.
  /// - Cost: *2ⁿ* evaluations.
  public init(of game: some CoalitionGame) async throws {
    try Self.checkMemory(players: game.playerCount)
    let worths = try await game.allWorths()
    precondition(
      worths.count == 1 << game.playerCount, "a game owes one worth for each coalition")
    try checkWorths(worths, of: Coalition.init(index:))
    self.init(worths: worths)
  }

  /// Bytes that all coalitions of so many players take while they are evaluated, valued and stored, workers
  /// aside: 96 for each at the most.
  package static func bytes(players: Int) -> Double {
    96 * Double(sign: .plus, exponent: players, significand: 1)
  }

  /// Refuses tables that this machine cannot hold, before any of one is made.
  package static func checkMemory(
    players: Int, of machine: Double = Double(ProcessInfo.processInfo.physicalMemory)
  ) throws(ValuationError) {
    let needed = bytes(players: players)
    guard needed <= machine else {
      throw .tooLargeTable(players: players, needed: needed, machine: machine)
    }
  }

  /// The largest worth by size.
  public var largestWorth: Double { worths.reduce(0) { max($0, abs($1)) } }

  public func worths(of coalitions: [Coalition]) async throws -> [Double] {
    coalitions.map { worths[$0.index] }
  }

  public func allWorths() -> [Double] { worths }

  /// The semivalue of every player.
  ///
  /// - Precondition: `semivalue` is valid for so many players.
  /// - Cost: *n 2ⁿ⁻¹* additions.
  public func values(by semivalue: Semivalue) -> [Double] {
    playerCount == 0 ? [] : values(weights: semivalue.weights(players: playerCount))
  }

  /// Σ weights[|S|] (v(S ∪ i) − v(S)) over the coalitions without i, for every player i.
  func values(weights: [Double]) -> [Double] {
    var values = [Double](repeating: 0, count: playerCount)
    for player in 0..<playerCount {
      for subset in worths.indices where subset & (1 << player) == 0 {
        let marginal = worths[subset | 1 << player] - worths[subset]
        values[player] += weights[subset.nonzeroBitCount] * marginal
      }
    }
    return values
  }
}
