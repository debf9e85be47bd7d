import Apportion
import ApportionPrimitives

/// SHA-256 by the processor's instructions, checked against and compared with the portable code.
struct HashCases {
  var runs = 20

  struct Line: Encodable {
    var name: String
    /// CPU nanoseconds per byte, in the fastest run.
    var ns_per_byte: Double
    /// The portable code's time divided by this time.
    var times_portable: Double
  }

  func callAsFunction() async throws -> [Line] {
    var stream = RandomStream(seed: 1)
    let bytes = (0..<1 << 22).map { _ in UInt8(truncatingIfNeeded: Int(stream.uniform() * 256)) }
    func digest(usingInstructions: Bool) -> Digest {
      var hash = SHA256(usingInstructions: usingInstructions)
      hash.update(bytes)
      return hash.finalized()
    }
    let expected = digest(usingInstructions: false)
    var times: [Double] = []
    for usingInstructions in [false, true] {
      let measured = try await Measurement(runs: runs) {
        guard digest(usingInstructions: usingInstructions) == expected else {
          throw BenchError("the digests differ")
        }
      }
      times.append(1e9 * measured.bestCPU / Double(bytes.count))
    }
    return zip(["SHA-256, portable", "SHA-256, instructions"], times).map {
      Line(name: $0, ns_per_byte: $1, times_portable: times[0] / $1)
    }
  }
}
