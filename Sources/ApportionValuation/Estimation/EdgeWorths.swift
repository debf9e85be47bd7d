/// The worths of ∅ and N, of each player alone, and of all players but one.
public struct EdgeWorths: Codable, Hashable, Sendable {
  /// The number of players, n.
  public let playerCount: Int
  /// *v(∅)*.
  public let nobody: Double
  /// *v(N)*.
  public let everybody: Double
  /// *v({i})* of every player i.
  public let alone: [Double]
  /// *v(N∖i)* of every player i.
  public let without: [Double]

  /// The distinct coalitions among them: 2n + 2, or fewer for one or two players.
  public static func coalitions(of n: Int) -> [Coalition] {
    let everybody = Coalition.grand(n)
    let alone = n > 1 ? (0..<n).map { Coalition.empty.inserting($0) } : []
    return [.empty, everybody] + alone + (n > 2 ? (0..<n).map(everybody.removing) : [])
  }

  /// From the worths of ``coalitions(of:)``.
  public init(players n: Int, worths: [Double]) {
    playerCount = n
    (nobody, everybody) = (worths[0], worths[1])
    switch n {
    case 1: (alone, without) = ([worths[1]], [worths[0]])
    case 2: (alone, without) = ([worths[2], worths[3]], [worths[3], worths[2]])
    default: (alone, without) = (Array(worths[2..<2 + n]), Array(worths[(2 + n)...]))
    }
  }
}
