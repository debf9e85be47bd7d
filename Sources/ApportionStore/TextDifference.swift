import Foundation

/// The first line in which a text differs from the expected one, in words; nil if they are equal.
///
/// - Parameters:
///   - written: the existing text, such as a config.
///   - expected: the expected text.
///   - name: the name of the existing text in messages.
/// - Returns: the line's number and its content in both texts.
package func textDifference(
  _ written: String, _ expected: String, of name: String = "its config.yml"
) -> String? {
  guard written != expected else { return nil }
  let texts = [written, expected].map {
    $0.split(separator: "\n", omittingEmptySubsequences: false)
  }
  let number = zip(texts[0], texts[1]).prefix { $0 == $1 }.count
  let lines = texts.map { text in
    text.indices.contains(number)
      ? "\"\(text[number].trimmingCharacters(in: .whitespaces))\"" : "nothing"
  }
  return "line \(number + 1) of \(name) is \(lines[0]), where this one has \(lines[1])"
}
