/// The utilities of some coalitions of a game, chosen in any way.
///
/// It is a game that can only be evaluated for the coalitions that it contains. An exact method that
/// needs few coalitions, such as leave-one-out, runs on it if these are present.
public struct PartialTable: CoalitionGame, Hashable {
  public let playerCount: Int
  /// The coalitions, sorted by size and then by their players, so that sums over them never depend on the
  /// order in which they were given.
  public let coalitions: [Coalition]
  /// Their utilities, in the same order.
  public let utilities: [Double]
  private let places: [Coalition: Int]

  /// A table of the given utilities.
  ///
  /// - Precondition: all players are in `0..<playerCount`.
  public init(playerCount: Int, utilities: [Coalition: Double]) {
    precondition(
      utilities.keys.allSatisfy { $0.isSubset(of: .grand(playerCount)) },
      "a coalition has a player outside 0..<\(playerCount)")
    let rows = utilities.sorted { Self.precedes($0.key, $1.key) }
    self.playerCount = playerCount
    coalitions = rows.map(\.key)
    self.utilities = rows.map(\.value)
    places = Dictionary(uniqueKeysWithValues: zip(coalitions, coalitions.indices))
  }

  /// A partial table with all coalitions of a complete one.
  public init(_ table: CoalitionTable) {
    let rows = table.worths.enumerated().map { (Coalition(index: $0), $1) }
    self.init(
      playerCount: table.playerCount, utilities: Dictionary(uniqueKeysWithValues: rows))
  }

  /// The utility of a coalition, or nil if it is not in the table.
  public subscript(coalition: Coalition) -> Double? {
    places[coalition].map { utilities[$0] }
  }

  /// Whether no coalition is missing.
  public var isComplete: Bool {
    playerCount < Int.bitWidth - 1 && coalitions.count == 1 << playerCount
  }

  /// The complete table, or nil if coalitions are missing.
  public var complete: CoalitionTable? {
    guard isComplete else { return nil }
    var worths = [Double](repeating: 0, count: coalitions.count)
    for (coalition, utility) in zip(coalitions, utilities) { worths[coalition.index] = utility }
    return CoalitionTable(worths: worths)
  }

  /// The first missing coalitions in the order of ``coalitions``, at most `limit` of them.
  public func missing(limit: Int) -> [Coalition] {
    var missing: [Coalition] = []
    for size in 0...playerCount {
      var members = Array(0..<size)
      while missing.count < limit {
        let coalition = Coalition(members)
        if places[coalition] == nil { missing.append(coalition) }
        // The next coalition of the size: the last member that can increase does.
        guard let last = members.indices.last(where: { members[$0] < playerCount - size + $0 })
        else { break }
        members[last] += 1
        for place in members.indices where place > last { members[place] = members[place - 1] + 1 }
      }
    }
    return missing
  }

  /// - Throws: ``MissingCoalitions`` if one is not in the table.
  public func worths(of coalitions: [Coalition]) async throws -> [Double] {
    try known(coalitions)
  }

  /// The utilities of coalitions that must be in the table.
  ///
  /// - Throws: ``MissingCoalitions`` if one is not in the table.
  func known(_ coalitions: [Coalition]) throws(MissingCoalitions) -> [Double] {
    let missing = coalitions.filter { places[$0] == nil }
    guard missing.isEmpty else { throw MissingCoalitions(coalitions: missing) }
    return coalitions.compactMap { self[$0] }
  }

  private static func precedes(_ a: Coalition, _ b: Coalition) -> Bool {
    a.count != b.count ? a.count < b.count : a.lexicographicallyPrecedes(b)
  }
}

/// Coalitions that a method needs and a partial table lacks.
public struct MissingCoalitions: Error, Hashable, CustomStringConvertible {
  /// The missing coalitions.
  public let coalitions: [Coalition]

  public var description: String {
    let first = coalitions.prefix(4).map(\.description).joined(separator: ", ")
    let rest = coalitions.count > 4 ? " and \(coalitions.count - 4) more" : ""
    return "the table lacks coalitions that are needed: \(first)\(rest)"
  }
}
