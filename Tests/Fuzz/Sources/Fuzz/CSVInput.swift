import Apportion
import Foundation

/// CSV files of examples, and what the config says of them: the first byte chooses.
struct CSVInput: FuzzedReader {
  static let name = "csv"

  static let dictionary: Set<String> = [
    ",", ";", "\"", "\"\"", "\r\n", "\r", "\n", "\u{FEFF}", "\0", "NA", "?", "label", "site", "age",
    "nan", "inf",
    "1e308", "-1e39", "0x1p3", "1.0", "1", " ", "\t", "é",
  ]

  static func seeds(in workshop: Workshop) throws -> [[UInt8]] {
    var text = "age,sex,dose,label\n"
    for row in 0..<24 {
      let dose = row % 3 == 0 ? "NA" : "\(row)"
      text += "\(row % 7).5,\(row % 2 == 0 ? "f" : "m"),\(dose),\(row % 4 < 2 ? "no" : "yes")\n"
    }
    let quoted = text.replacing("f", with: "\"f,\"\"\"")
    let flags: [UInt8] = [0, 1, 2, 3, 4, 8, 16, 31]
    return flags.flatMap { flag in [text, quoted].map { [flag] + Array($0.utf8) } }
  }

  private let workshop: Workshop

  init(in workshop: Workshop) { self.workshop = workshop }

  func read(_ input: [UInt8]) async throws {
    var parts = Parts(input)
    let flags = parts.byte()
    workshop.write(parts.remainder(), to: "a.csv")
    var source = CSVFiles(folder: workshop.url.path, files: ["a.csv"])
    source.header = flags & 1 == 0
    if flags & 1 != 0 { source.label = "4" }
    if flags & 2 != 0 { source.delimiter = ";" }
    if flags & 4 != 0 { source.categorical = flags & 1 != 0 ? ["2"] : ["sex"] }
    if flags & 8 != 0 { source.site = flags & 1 != 0 ? "1" : "age" }
    if flags & 16 != 0 { source.classes = [["no", "0"], ["yes", "1"]] }
    if flags & 32 != 0 { source.ignore = [flags & 1 != 0 ? "3" : "dose"] }
    if flags & 64 != 0 { source.standardize = false }
    try source.validate()
    let (dataset, split) = try source.prepared(using: RandomStream(seed: 1))
    precondition(dataset.features.allSatisfy(\.isFinite), "a feature is not finite")
    precondition(
      (split.train + split.validation + split.test).allSatisfy(dataset.labels.indices.contains),
      "a row is none")
  }
}
