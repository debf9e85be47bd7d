import Apportion
import Foundation

/// The four files of images and labels, behind one another: the first byte chooses a limit.
struct IDXInput: FuzzedReader {
  static let name = "idx"

  static let dictionary: Set<String> = [
    "\0\0\u{8}\u{3}", "\0\0\u{8}\u{1}", "\0\0\0\u{1}", "\u{1F}",
  ]

  static func seeds(in workshop: Workshop) throws -> [[UInt8]] {
    func word(_ value: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(value >> $0 & 0xff) } }
    func images(_ count: Int) -> [UInt8] {
      word(0x803) + word(count) + word(2) + word(2) + (0..<4 * count).map { UInt8($0 * 37 & 0xff) }
    }
    func labels(_ count: Int) -> [UInt8] {
      word(0x801) + word(count) + (0..<count).map { UInt8($0 % 10) }
    }
    return [20, 40].map { count in
      [UInt8(count % 30)] + Parts.joined([images(count), labels(count), images(10), labels(10)])
    }
  }

  private let workshop: Workshop

  init(in workshop: Workshop) { self.workshop = workshop }

  func read(_ input: [UInt8]) async throws {
    var parts = Parts(input)
    var source = IDXFiles(folder: workshop.url.path)
    source.limit = parts.byte()
    for name in [
      "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
      "t10k-labels-idx1-ubyte",
    ] { workshop.write(parts.part(), to: name) }
    try source.validate()
    let (dataset, _) = try source.prepared(using: RandomStream(seed: 1))
    precondition(
      dataset.features.allSatisfy { $0 >= 0 && $0 <= 1 }, "a pixel is out of range")
  }
}
