/// Working memory that is allocated once, used many times and freed with its owner.
///
/// It starts at a multiple of 64 bytes, so that no aligned register load crosses a cache line.
package struct Scratch<Element: BitwiseCopyable>: ~Copyable {
  package let base: UnsafeMutablePointer<Element>
  package let count: Int

  /// Memory with all bits zero, which is the number 0.
  ///
  /// It is filled byte by byte, because generic code that fills it element by element was slower than
  /// the computation that uses it.
  ///
  /// - Parameter count: the number of elements.
  package init(count: Int) {
    // At least one element, so that `base` always points to allocated memory.
    let capacity = max(count, 1)
    let bytes = capacity * MemoryLayout<Element>.stride
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    base = memory.bindMemory(to: Element.self, capacity: capacity)
    self.count = count
  }

  deinit { UnsafeMutableRawPointer(base).deallocate() }
}
