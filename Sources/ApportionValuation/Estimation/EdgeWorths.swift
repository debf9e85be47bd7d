/// The worths of ∅ and N, of each player alone, and of all players but one.
public struct EdgeWorths: Codable, Hashable, Sendable {
  /// The number of players, n.
  public let playerCount: Int
  /// *v(∅)*.
  public let empty: Double
  /// *v(N)*.
  public let grand: Double
  /// *v({i})* of every player i.
  public let singletons: [Double]
  /// *v(N∖i)* of every player i.
  public let leaveOneOut: [Double]

  /// The distinct coalitions among them: 2n + 2, or fewer for one or two players.
  public static func coalitions(of n: Int) -> [Coalition] {
    let grand = Coalition.grand(n)
    let singletons = n > 1 ? (0..<n).map { Coalition.empty.inserting($0) } : []
    return [.empty, grand] + singletons + (n > 2 ? (0..<n).map(grand.removing) : [])
  }

  /// From the worths of ``coalitions(of:)``.
  public init(players n: Int, worths: [Double]) {
    playerCount = n
    (empty, grand) = (worths[0], worths[1])
    switch n {
    case 1: (singletons, leaveOneOut) = ([worths[1]], [worths[0]])
    case 2: (singletons, leaveOneOut) = ([worths[2], worths[3]], [worths[3], worths[2]])
    default: (singletons, leaveOneOut) = (Array(worths[2..<2 + n]), Array(worths[(2 + n)...]))
    }
  }
}
