/// The squared distances between all clients' models.
///
/// - Cost: n(n − 1)/2 distances.
struct PairwiseDistances {
  let count: Int
  /// Row after row.
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

  /// Krum's score of each of the clients at `places`, with f Byzantine ones among them.
  ///
  /// It is the sum of the squared distances to the |places| − f − 2 nearest others, or to the nearest
  /// one where that number is below 1.
  func scores(of places: [Int], byzantine: Int) -> [Double] {
    let neighbours = max(1, places.count - byzantine - 2)
    return places.map { place in
      places.filter { $0 != place }.map { self[place, $0] }.sorted().prefix(neighbours)
        .reduce(0, +)
    }
  }
}
