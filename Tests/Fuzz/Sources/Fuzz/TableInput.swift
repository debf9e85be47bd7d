import Apportion
import Foundation

/// Tables of coalitions' worths, valued by a method: the first byte chooses.
struct TableInput: FuzzedReader {
  static let name = "table"

  static let dictionary: Set<String> = [
    "coalition,utility\n", "members,utility\n", "north+south", "+", "0", "1", "4611686018427387904",
    "1e308",
    "-1.7e308", "1e154", "nan", "inf", "0.30000000000000004", ",", "\"", "\n",
  ]

  static func seeds(in workshop: Workshop) throws -> [[UInt8]] {
    let worths: [[Double]] = [
      [0, 20, 30, 80, 40, 70, 80, 134], [0, 1], [1.5, 0.25, -3, 0.125],
      (0..<16).map { Double($0 * $0) / 7 },
    ]
    return (0..<Catalog.methods.types.count).map { method in
      [UInt8(method)] + Array(CoalitionTable(worths: worths[method % worths.count]).csv.utf8)
    }
  }

  private let workshop: Workshop

  init(in workshop: Workshop) { self.workshop = workshop }

  func read(_ input: [UInt8]) async throws {
    var parts = Parts(input)
    let type = Catalog.methods.types[parts.byte() % Catalog.methods.types.count]
    workshop.write(parts.remainder(), to: "t.csv")
    let path = workshop.path("t.csv")
    let table = try CoalitionTable(contentsOf: path)
    guard table.playerCount <= 6 else { return }
    let method = try Catalog.methods.method(named: type.id)
    let result = try await TableValuation(of: table, named: path, by: method, seed: 0)
    precondition(result.attribution.values.allSatisfy(\.isFinite), "a value is not finite")
    let shown = PlayerTable(result.attribution, ranks: result.ranks, shares: result.shares)
    precondition(shown.text(width: 80).utf8.allSatisfy { $0 != 0 }, "a table with a NUL")
  }
}
