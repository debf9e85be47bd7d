import ApportionPrimitives

/// Runs tasks of which other processes, on this or another machine, may do some.
///
/// A task that another process has begun is tried again until its output exists or the other process
/// has abandoned it.
///
/// - Parameters:
///   - count: the number of tasks.
///   - width: the number of tasks done at once.
///   - work: returns the output of the task of this index, or nil while another process is doing it.
/// - Returns: the outputs of all tasks, by index.
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
