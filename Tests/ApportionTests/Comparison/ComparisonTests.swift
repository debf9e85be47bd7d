import Apportion
import Foundation
import Testing

@Suite("Comparison")
struct ComparisonTests {
  @Test("demo")
  func demo() throws {
  }
}
