import Apportion
import Foundation

/// The folder of a comparison: changes to `comparison.json`, to the configs in ledgers, and ledgers that
/// changed their places; the first byte chooses.
struct ComparisonInput: FuzzedReader {
  static let name = "comparison"

  static let dictionary: Set<String> = []

  private static let config = """
    seed: 3
    dataset: {kind: synthetic, clients: 3, features: 2, classes: 2, maximum_examples: 51}
    partition: {kind: sites}
    model: {kind: linear}
    training: {rounds: 1}
    compare:
      axes: {training.learning_rate: [0.1], strategy: [{kind: fed-avg}, {kind: fed-random}]}
      seeds: 1
      repeats: 1
      budget: 1
    """

  static func seeds(in workshop: Workshop) throws -> [[UInt8]] {
    var stream = RandomStream(seed: 2)
    return (0..<80).map { length in
      (0..<length).map { place in place == 0 ? UInt8(length % 8) : UInt8(stream.next() & 0xff) }
    }
  }

  private let workshop: Workshop
  private let document: JSON
  private let ledgers: [String: [UInt8]]
  private let names: [String]
  private let tables: Tables

  init(in workshop: Workshop) throws {
    self.workshop = workshop
    let matrix = try ComparisonMatrix(yaml: Self.config)
    let path = workshop.path("c")
    _ = try blocking { try await matrix.compare(in: path, threads: 1) }
    names = matrix.runs.map { "c/runs/\($0.folder)/run.sqlite" }
    ledgers = try Dictionary(
      uniqueKeysWithValues: names.map {
        ($0, Array(try Data(contentsOf: workshop.url.appending(path: $0))))
      })
    tables = Tables(of: workshop.path(names[0]))
    document = try JSON(Data(contentsOf: workshop.url.appending(path: "c/comparison.json")))
  }

  func read(_ input: [UInt8]) async throws {
    guard let mode = input.first else { return }
    var edits = Edits(input.dropFirst())
    var changed: [String] = []
    defer { for name in changed { workshop.write(ledgers[name] ?? [], to: name) } }
    switch mode % 8 {
    case 0:
      let (one, other) = (edits.choice(names), edits.choice(names))
      workshop.write(ledgers[other] ?? [], to: one)
      changed = [one]
    case 1:
      let name = edits.choice(names)
      changed = [name]
      let database = SQLite(workshop.path(name))
      database.run("PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY")
      for statement in tables.statements(&edits) { database.run(statement) }
    default: break
    }
    let text = mode % 8 < 2 ? document.text : document.edited(&edits).text
    workshop.write(Array(text.utf8), to: "c/comparison.json")
    let path = workshop.path("c")
    _ = try await Report(of: path, threads: 1).html
  }
}
