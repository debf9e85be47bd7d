/// Working memory that is allocated once, used many times and freed with its owner.
package struct Scratch<Element: BitwiseCopyable>: ~Copyable {
  package let base: UnsafeMutablePointer<Element>
  package let count: Int

  /// - Parameters:
  ///   - count: how many elements.
  ///   - value: what each of them starts as.
  package init(count: Int, repeating value: Element) {
    // One element at least, so that `base` always points somewhere.
    base = .allocate(capacity: max(count, 1))
    base.initialize(repeating: value, count: max(count, 1))
    self.count = count
  }

  deinit { base.deallocate() }
}
