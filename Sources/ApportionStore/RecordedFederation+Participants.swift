import ApportionSimulation
import Foundation

extension RecordedFederation {
  /// The number of recorded rounds, which are numbered 1, 2, … without gaps.
  ///
  /// - Throws: `DataError` if a round before the last is missing.
  public func roundCount() throws -> Int {
    let folder = URL(filePath: path).appending(path: "rounds")
    let names: Set<String>
    do {
      names = Set(try FileManager.default.contentsOfDirectory(atPath: folder.path))
    } catch {
      throw DataError.unreadable(path: folder.relativePath, reason: error.localizedDescription)
    }
    let isThere = { names.contains(String(roundFileName($0).dropFirst("rounds/".count))) }
    let numbers = names.compactMap { Int($0.filter(\.isWholeNumber)) }.filter(isThere)
    let last = numbers.max() ?? 0
    for number in 1...max(last, 1) where !isThere(number) {
      throw DataError.unreadable(
        path: folder.relativePath,
        reason: """
          round \(number) is missing, but round \(last) exists; restore it, or remove the rounds \
          after it
          """)
    }
    return last
  }

  /// The participants of a round and their numbers of examples.
  ///
  /// - Parameter number: the round, counting from 1.
  /// - Returns: the clients in increasing order, and one count for each.
  /// - Throws: `DataError` if they cannot be read.
  public func participants(inRound number: Int) throws -> (clients: [Int], examples: [Int]) {
    try Self.participants(in: TensorFile(path: Self.file(roundFileName(number), in: path)), number)
  }

  /// The participants of a round and their numbers of examples, from an open file.
  static func participants(
    in file: TensorFile, _ number: Int
  ) throws -> (clients: [Int], examples: [Int]) {
    func refuse(_ reason: String) -> DataError { .unreadable(path: file.path, reason: reason) }
    for (key, expected) in [("format", "apportion.round.v1"), ("round", "\(number)")] {
      guard let found = file.metadata[key], found != expected else { continue }
      throw refuse("its `\(key)` is \(found), but must be \(expected)")
    }
    let clients = try file.list("clients") { Int($0) }
    let examples = try file.list("examples") { Int($0) }
    guard clients.count == examples.count else {
      throw refuse("it has \(examples.count) `examples` for \(clients.count) clients")
    }
    guard let last = clients.last, clients[0] >= 0, last < 1_000_000,
      zip(clients, clients.dropFirst()).allSatisfy(<)
    else {
      throw refuse(
        """
        its `clients` are "\(file.metadata["clients"] ?? "")", but must be increasing whole numbers \
        from 0 to 999999, at least one
        """)
    }
    guard examples.allSatisfy((0...1_000_000_000_000).contains),
      examples.contains(where: { $0 > 0 })
    else {
      throw refuse(
        """
        its `examples` are "\(file.metadata["examples"] ?? "")", but must be whole numbers \
        from 0 to 10^12, and not all 0
        """)
    }
    return (clients, examples)
  }
}
