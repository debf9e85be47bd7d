import ApportionPrimitives

/// Works of which other processes, here or on other machines, may do some: what another has begun is
/// looked for again until it is there, or left behind.
///
/// - Parameters:
///   - count: how many there are.
///   - width: how many are done at once.
///   - work: gives what came of the work of this index, or nil where another process is at it.
/// - Returns: what came of all, by index.
/// - Throws: the first error in index order, or `CancellationError`.
func sharedWork<Output: Sendable>(
  _ count: Int, width: Int, _ work: @escaping @Sendable (Int) async throws -> Output?
) async throws -> [Output] {
  var done = [Output?](repeating: nil, count: count)
  while case let left = done.indices.filter({ done[$0] == nil }), !left.isEmpty {
    let found = try await concurrentMap(left.count, width: width) { try await work(left[$0]) }
    for (index, output) in zip(left, found) { done[index] = output }
    if found.allSatisfy({ $0 == nil }) { try await Task.sleep(for: .milliseconds(100)) }
  }
  return done.compactMap(\.self)
}
