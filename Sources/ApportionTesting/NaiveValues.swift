public import ApportionValuation

/// Any semivalue straight from its definition, slow and plain, to judge everything else by.
public func naiveValues(of game: some ReferenceGame, by semivalue: Semivalue) -> [Double] {
  let n = game.playerCount
  func factorial(_ k: Int) -> Double { k < 2 ? 1 : Double(k) * factorial(k - 1) }
  func weight(_ size: Int) -> Double {
    switch semivalue {
    case .shapley: factorial(size) * factorial(n - size - 1) / factorial(n)
    case .leaveOneOut: size == n - 1 ? 1 : 0
    case .individual: size == 0 ? 1 : 0
    }
  }
  var values = [Double](repeating: 0, count: n)
  for bits in 0..<(1 << n) {
    let coalition = Coalition((0..<n).filter { bits & (1 << $0) != 0 })
    for player in 0..<n where !coalition.contains(player) {
      let marginal = game.worth(of: coalition.inserting(player)) - game.worth(of: coalition)
      values[player] += weight(coalition.count) * marginal
    }
  }
  return values
}
