/// Applies `transform` to each index in `0..<count`, with at most `width` tasks at a time.
///
/// The results are in the order of the indices, not of completion. A sum over them is therefore
/// reproducible to the last bit, and of several errors, the one with the lowest index is thrown.
///
/// - Throws: the first error in index order, or `CancellationError`.
package func concurrentMap<Output: Sendable>(
  _ count: Int, width: Int, _ transform: @escaping @Sendable (Int) async throws -> Output
) async throws -> [Output] {
  try await withThrowingTaskGroup(of: (Int, Result<Output, any Error>).self) { group in
    var slots = [Result<Output, any Error>?](repeating: nil, count: count)
    for index in 0..<count {
      if index >= max(width, 1), let (done, result) = try await group.next() {
        slots[done] = result
        // All lower indices have been started, so the first failure is already among them.
        if case .failure = result { break }
      }
      try Task.checkCancellation()
      group.addTask {
        do {
          return (index, .success(try await transform(index)))
        } catch {
          return (index, .failure(error))
        }
      }
    }
    for try await (done, result) in group { slots[done] = result }
    return try slots.compactMap { try $0?.get() }
  }
}

/// Divides `0..<count` into consecutive ranges of length `size`; the last one may be shorter.
package func chunks(of count: Int, by size: Int) -> [Range<Int>] {
  stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
}
