import Apportion
import Foundation

/// An experiment of a few clients, features and rounds, with everything in it that draws.
func smallConfiguration(_ overrides: String...) throws -> Configuration {
  try Configuration(
    yaml: """
      seed: 5
      dataset: {kind: synthetic, clients: 4, features: 3, classes: 3, maximum_examples: 80}
      partition: {kind: sites}
      clients:
        - {client: 1, label_noise: 0.5}
        - {client: device 2, free_rider: true}
      model: {kind: mlp, hidden: [4]}
      training: {rounds: 3, batch_size: 16, learning_rate: 0.1}
      strategy: {kind: fed-random}
      valuation: [{method: shapley}, {method: individual}]
      """, overriding: overrides)
}

/// A folder of one test's own, removed with all it holds at the end of the test.
final class ScratchFolder {
  let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)

  init() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appending(path: name).path }

  /// Every file and folder below, hidden ones too, by their paths from here.
  func contents() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: url.path).sorted()
  }
}

extension Array {
  /// What `transform` makes of each element, one after the other.
  func asyncMap<Result>(_ transform: (Element) async throws -> Result) async rethrows -> [Result] {
    var results: [Result] = []
    for element in self { results.append(try await transform(element)) }
    return results
  }
}
