/// Working memory that is allocated once, used many times and freed with its owner.
///
/// It begins at a multiple of 64 bytes, where no register that is loaded from a whole place in it
/// straddles two lines of the cache.
package struct Scratch<Element: BitwiseCopyable>: ~Copyable {
  package let base: UnsafeMutablePointer<Element>
  package let count: Int

  /// Memory that starts with all bits zero, which for numbers is 0.
  ///
  /// It is filled as bytes: element by element, by code that does not know their type, took longer than
  /// the work.
  ///
  /// - Parameter count: how many elements.
  package init(count: Int) {
    // One element at least, so that `base` always points somewhere.
    let capacity = max(count, 1)
    let bytes = capacity * MemoryLayout<Element>.stride
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    base = memory.bindMemory(to: Element.self, capacity: capacity)
    self.count = count
  }

  deinit { UnsafeMutableRawPointer(base).deallocate() }
}
