import Foundation

/// Changes to a document or a database, read from an input byte by byte.
///
/// Random bytes in such a file are mostly a damaged file; changes to what it means come further.
struct Edits {
  private var parts: Parts
  private var left: Int

  init(_ input: some Sequence<UInt8>, most: Int = 6) { (parts, left) = (Parts(input), most) }

  /// The number of the next change, or nil at the end.
  mutating func next() -> Int? {
    guard left > 0, !parts.isAtEnd else { return nil }
    left -= 1
    return parts.byte()
  }

  /// A number below `count`, by two bytes.
  mutating func index(below count: Int) -> Int {
    let number = parts.byte() | parts.byte() << 8
    return count > 0 ? number % count : 0
  }

  mutating func choice<Item>(_ items: [Item]) -> Item { items[index(below: items.count)] }

  static let integers: [Int64] = [
    0, 1, 2, 3, 7, -1, -2, 63, 64, 1000, 1_000_000, 1 << 31, -1 << 31, 1 << 32, 1 << 53, 1 << 62,
    .max, .min,
    .max - 1,
  ]
  static let reals: [Double] = [
    0, -0.0, 1, -1, 0.5, 0.99, 1.5, 1e-300, 1e154, 1e308, -1.7e308, .infinity, -.infinity, .nan,
  ]
  static let texts = [
    "", "0", "shapley", "banzhaf", "loss", "accuracy", "fed-avg", "fed-random", "reference",
    "mixed",
    "0.1.0", "9.9.9",
    "\0", "a\u{1B}[2J", "'", "{", "[1]", "seed: 1", "<script>", "device 1",
    String(repeating: "x", count: 300),
  ]
}

/// A document as JSON has it.
indirect enum JSON {
  case object([(String, JSON)])
  case list([JSON])
  /// Anything else, as it is written.
  case leaf(String)

  init(_ data: Data) throws { self = JSON(try JSONSerialization.jsonObject(with: data)) }

  private init(_ part: Any) {
    switch part {
    case let keys as [String: Any]:
      self = .object(keys.sorted { $0.key < $1.key }.map { ($0.key, JSON($0.value)) })
    case let items as [Any]: self = .list(items.map(JSON.init))
    default:
      let data = try? JSONSerialization.data(withJSONObject: part, options: .fragmentsAllowed)
      self = .leaf(String(decoding: data ?? Data(), as: UTF8.self))
    }
  }

  var text: String {
    switch self {
    case .object(let pairs):
      "{" + pairs.map { "\"\($0.0)\":\($0.1.text)" }.joined(separator: ",") + "}"
    case .list(let items): "[" + items.map(\.text).joined(separator: ",") + "]"
    case .leaf(let text): text
    }
  }

  var count: Int {
    switch self {
    case .object(let pairs): pairs.reduce(1) { $0 + $1.1.count }
    case .list(let items): items.reduce(1) { $0 + $1.count }
    case .leaf: 1
    }
  }

  /// The same after the changes that an input asks for.
  func edited(_ edits: inout Edits) -> JSON {
    var document = self
    while let operation = edits.next() {
      var place = edits.index(below: document.count)
      document = document.replacing(&place) { $0.changed(operation, &edits) } ?? .leaf("null")
    }
    return document
  }

  /// The same with a change to one part, in the place of which nil takes it away.
  ///
  /// `place` is how many parts come before that one in the order of the text, and goes down by those passed.
  private func replacing(_ place: inout Int, _ change: (JSON) -> JSON?) -> JSON? {
    let isHere = place == 0
    place -= 1
    if isHere { return change(self) }
    guard place >= 0 else { return self }
    switch self {
    case .object(let pairs):
      return .object(
        pairs.compactMap { key, part in part.replacing(&place, change).map { (key, $0) } })
    case .list(let items): return .list(items.compactMap { $0.replacing(&place, change) })
    case .leaf: return self
    }
  }

  private func changed(_ operation: Int, _ edits: inout Edits) -> JSON? {
    switch operation % 8 {
    case 0: return nil
    case 1: return .leaf("\(edits.choice(Edits.integers))")
    case 2:
      let value = edits.choice(Edits.reals)
      return .leaf(value.isFinite ? "\(value)" : "1e999")
    case 3: return .leaf("null")
    case 4: return JSON(edits.choice(Edits.texts) as Any)
    case 5:
      guard case .list(let items) = self, let last = items.last else { return self }
      return .list(items + [last])
    case 6:
      guard case .list(let items) = self else { return self }
      return .list(items.reversed())
    default:
      guard case .list(let items) = self else { return .list([self]) }
      return .list(Array(items.dropLast()))
    }
  }
}
