import ApportionPrimitives

/// Shuffles `rows` and cuts them into parts with the given shares.
///
/// The cuts are at the rounded cumulative sums of the shares, so every row is in one part, and the
/// size of each part is within one row of its share.
func deal(_ rows: [Int], by shares: [Double], using stream: RandomStream) -> [[Int]] {
  var stream = stream
  var order = rows
  stream.shuffle(&order)
  var (total, start) = (0.0, 0)
  return shares.enumerated().map { index, share in
    total += share
    let end =
      index == shares.count - 1
      ? order.count : min(order.count, Int((total * Double(order.count)).rounded()))
    defer { start = max(start, end) }
    return Array(order[start..<max(start, end)])
  }
}

/// The first of up to 1,000 draws in which every client gets the minimum number of examples.
///
/// - Throws: ``PartitionError/noLuck(partition:attempts:clients:minimum:)``.
func firstDraw<Rule: Partitioner>(
  with rule: Rule, clients: Int, using stream: RandomStream,
  draw: (RandomStream) -> [[Int]]
) throws -> [[Int]] {
  let attempts = 1000
  for attempt in 0..<attempts {
    let parts = draw(stream.child("attempt", attempt))
    if parts.allSatisfy({ $0.count >= rule.minimumExamples }) { return parts }
  }
  throw PartitionError.noLuck(
    partition: Rule.id, attempts: attempts, clients: clients, minimum: rule.minimumExamples)
}
