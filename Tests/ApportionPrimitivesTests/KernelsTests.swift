import ApportionPrimitives
import Foundation
import Testing

@Suite("Kernels")
struct KernelsTests {
  @Test("the narrowest is what every machine of the architecture has, and no name comes twice")
  func available() throws {
    let names = Kernels.available.map(\.name)
    #if arch(arm64)
    #expect(names == ["neon"])
    #else
    #expect(names == ["avx512", "avx2", "portable"].filter(names.contains))
    #expect(names.last == "portable")
    #endif
  }

  @Test("the environment chooses, otherwise the widest is used")
  func current() throws {
    let requested = ProcessInfo.processInfo.environment[Kernels.environmentVariable]
    try Kernels.checkEnvironment()
    #expect(Kernels.current.name == requested ?? Kernels.available[0].name)
  }

  @Test("a name that the machine cannot serve is refused with those it can")
  func unknown() {
    let error = UnknownInstructionSet(name: "avx1024", available: ["avx2", "portable"])
    #expect(
      error.description == """
        APPORTION_INSTRUCTION_SET is "avx1024", which this machine cannot run; \
        it may be one of: avx2, portable
        """)
  }
}
