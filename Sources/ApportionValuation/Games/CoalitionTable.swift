package import Foundation

/// The worths of all coalitions of a game, from which values are computed without further evaluations.
public struct CoalitionTable: CoalitionGame, Hashable {
  public let playerCount: Int
  /// *2ⁿ* worths; player p is a member of the coalition if bit p of the index is set.
  public let worths: [Double]

  /// Creates a table from the worths of all coalitions, in the order of ``Coalition/index``.
  ///
  /// - Precondition: the number of worths is a power of 2.
  public init(worths: [Double]) {
    playerCount = worths.count.trailingZeroBitCount
    precondition(
      worths.count == 1 << playerCount, "the number of worths is no power of 2: \(worths.count)")
    self.worths = worths
  }

  /// Evaluates every coalition of `game`.
  ///
  /// - Throws: ``ValuationError/nonFiniteWorth(coalition:worth:)``,
  ///   ``ValuationError/hugeWorth(coalition:worth:)``,
  ///   ``ValuationError/tooLargeTable(players:needed:machine:)``, or what the game throws.
  /// - Cost: *2ⁿ* evaluations.
  public init(of game: some CoalitionGame) async throws {
    try Self.checkMemory(players: game.playerCount)
    let worths = try await game.allWorths()
    precondition(
      worths.count == 1 << game.playerCount, "a game must return one worth per coalition")
    try checkWorths(worths, of: Coalition.init(index:))
    self.init(worths: worths)
  }

  /// The bytes needed to evaluate, value and store all coalitions of n players: at most 96 per coalition.
  ///
  /// The memory of workers is not included.
  package static func bytes(players: Int) -> Double {
    96 * Double(sign: .plus, exponent: players, significand: 1)
  }

  /// Rejects tables that this machine's memory cannot hold, before one is allocated.
  ///
  /// - Throws: ``ValuationError/tooLargeTable(players:needed:machine:)``.
  package static func checkMemory(
    players: Int, of machine: Double = Double(ProcessInfo.processInfo.physicalMemory)
  ) throws(ValuationError) {
    let needed = bytes(players: players)
    guard needed <= machine else {
      throw .tooLargeTable(players: players, needed: needed, machine: machine)
    }
  }

  /// The largest absolute worth.
  public var largestWorth: Double { worths.reduce(0) { max($0, abs($1)) } }

  public func worths(of coalitions: [Coalition]) async throws -> [Double] {
    coalitions.map { worths[$0.index] }
  }

  public func allWorths() -> [Double] { worths }

  /// The semivalue of every player.
  ///
  /// - Precondition: `semivalue` is valid for this number of players.
  /// - Cost: *n 2ⁿ⁻¹* additions.
  public func values(by semivalue: Semivalue) -> [Double] {
    playerCount == 0 ? [] : values(weights: semivalue.weights(players: playerCount))
  }

  /// Σ weights[|S|] (v(S ∪ i) − v(S)) over the coalitions S without i, for every player i.
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
