import Foundation

/// A value as one JSON document, with keys in snake_case and in alphabetic order.
///
/// - Throws: ``UnwritableNumber`` for a number that JSON cannot represent.
package func jsonDocument(_ value: some Encodable) throws -> String {
  let encoder = JSONEncoder()
  encoder.keyEncodingStrategy = .convertToSnakeCase
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  do {
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  } catch EncodingError.invalidValue(let value, let context) {
    throw UnwritableNumber(place: keyPath(context.codingPath), value: "\(value)")
  }
}

/// A number that JSON cannot represent, because it is infinite or not a number.
package struct UnwritableNumber: Error, Hashable, CustomStringConvertible {
  /// The path of the number in the document: `values[3]`.
  package let place: String
  package let value: String

  package var description: String {
    """
    `\(place)` is \(value), which JSON cannot represent; utilities or values have overflowed, so look \
    for a diverged model or for utilities that are too large
    """
  }
}

private func keyPath(_ path: [any CodingKey]) -> String {
  path.reduce(into: "") { text, key in
    if let index = key.intValue {
      text += "[\(index)]"
    } else {
      text += (text.isEmpty ? "" : ".") + key.stringValue
    }
  }
}
