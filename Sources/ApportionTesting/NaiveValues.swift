public import ApportionValuation

/// Any semivalue computed directly from its definition, slowly and simply, as a reference for all
/// methods.
public func naiveValues(of game: some ReferenceGame, by semivalue: Semivalue) -> [Double] {
  let n = game.playerCount
  func factorial(_ k: Int) -> Double { k < 2 ? 1 : Double(k) * factorial(k - 1) }
  func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * base }
  }
  func chance(of size: Int, each p: Double) -> Double {
    power(p, size) * power(1 - p, n - 1 - size)
  }
  // x (x + 1) … (x + k − 1); B(s + β, m + α) / B(α, β) is a ratio of products of these.
  func rising(_ x: Double, _ k: Int) -> Double { (0..<k).reduce(1) { $0 * (x + Double($1)) } }
  func share(of index: Int, among weights: [Double]) -> Double {
    weights[index] / weights.reduce(0, +)
  }
  func weight(_ size: Int) -> Double {
    switch semivalue {
    case .shapley: factorial(size) * factorial(n - size - 1) / factorial(n)
    case .leaveOneOut: size == n - 1 ? 1 : 0
    case .individual: size == 0 ? 1 : 0
    case .banzhaf(let inclusion): chance(of: size, each: inclusion)
    case .beta(let alpha, let beta):
      rising(beta, size) * rising(alpha, n - 1 - size) / rising(alpha + beta, n - 1)
    case .averageMarginalEffect(let inclusions, let weights):
      inclusions.indices.reduce(0) { sum, index in
        sum + share(of: index, among: weights.isEmpty ? inclusions.map { _ in 1 } : weights)
          * chance(of: size, each: inclusions[index])
      }
    case .sizes(let chances):
      share(of: size, among: chances) * factorial(size) * factorial(n - size - 1)
        / factorial(n - 1)
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
