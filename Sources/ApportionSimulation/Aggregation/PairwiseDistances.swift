/// The squared distances between all clients' models.
///
/// - Cost: n(n − 1)/2 distances.
struct PairwiseDistances {
  let count: Int
  /// Row-major.
  private var squares: [Double]

  init(_ updates: [ClientUpdate]) {
    count = updates.count
    squares = Array(repeating: 0, count: count * count)
    for a in 0..<count {
      for b in 0..<a {
        let square = updates[a].parameters.squaredDistance(to: updates[b].parameters)
        squares[a * count + b] = square
        squares[b * count + a] = square
      }
    }
  }

  subscript(a: Int, b: Int) -> Double { squares[a * count + b] }

  /// Krum's score of each client of a subset P with f Byzantine clients.
  ///
  /// It is the sum of the squared distances to the |P| − f − 2 nearest others, or to the nearest one if that
  /// number is below 1.
  func scores(of clients: [Int], byzantine: Int) -> [Double] {
    let neighbours = max(1, clients.count - byzantine - 2)
    return clients.map { place in
      clients.filter { $0 != place }.map { self[place, $0] }.sorted().prefix(neighbours)
        .reduce(0, +)
    }
  }
}
