import Foundation

/// The first line in which the config of a run is not that of another, in words, or nil where they are
/// the same.
///
/// - Parameters:
///   - written: the config that is there.
///   - expected: the config that is due.
///   - name: what to call the former.
/// - Returns: the line's number and what it is in both.
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
