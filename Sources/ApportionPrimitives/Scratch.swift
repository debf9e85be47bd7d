/// Working memory that is allocated once, used many times and freed with its owner.
///
/// It begins at a multiple of 64 bytes, where no register that is loaded from a whole place in it
/// straddles two lines of the cache.
package struct Scratch<Element: BitwiseCopyable>: ~Copyable {
  package let base: UnsafeMutablePointer<Element>
  package let count: Int

  /// - Parameters:
  ///   - count: how many elements.
  ///   - value: what each of them starts as.
  @inlinable package init(count: Int, repeating value: Element) {
    // One element at least, so that `base` always points somewhere.
    let capacity = max(count, 1)
    base = UnsafeMutableRawPointer.allocate(
      byteCount: capacity * MemoryLayout<Element>.stride, alignment: 64
    ).bindMemory(to: Element.self, capacity: capacity)
    base.initialize(repeating: value, count: capacity)
    self.count = count
  }

  @inlinable deinit { UnsafeMutableRawPointer(base).deallocate() }
}
