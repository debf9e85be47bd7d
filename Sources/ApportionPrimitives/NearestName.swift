/// The known name that is closest to a misspelt name, or nil if none is close.
///
/// A name is close if it needs fewer single-letter edits than half the length of the misspelt name.
package func nearestName(to name: String, among known: [String]) -> String? {
  let ranked = known.map { (name: $0, edits: editDistance(name, $0)) }.min { $0.edits < $1.edits }
  guard let ranked, 2 * ranked.edits < max(name.count, 3) else { return nil }
  return ranked.name
}

/// The element of `known` that equals `name`, ignoring case, dashes, underscores and blanks.
///
/// An exact match takes precedence. Otherwise, the result is nil if there are no matches or several.
package func spelling(of name: String, among known: [String]) -> String? {
  if known.contains(name) { return name }
  func core(_ text: String) -> String { text.lowercased().filter { !"-_ ".contains($0) } }
  let alike = known.filter { core($0) == core(name) }
  return alike.count == 1 ? alike[0] : nil
}

/// The text ` (did you mean "near"?)` for the nearest known name, or an empty text if none is close.
package func nearestHint(to name: String, among known: [String]) -> String {
  nearestName(to: name, among: known).map { " (did you mean \"\($0)\"?)" } ?? ""
}

/// The least number of insertions, deletions and substitutions that turn `a` into `b`.
///
/// - Source: Wagner & Fischer, "The string-to-string correction problem", JACM 21(1), 1974.
private func editDistance(_ a: String, _ b: String) -> Int {
  let (a, b) = (Array(a), Array(b))
  var previous = Array(0...b.count)
  for (i, letter) in a.enumerated() {
    var row = [i + 1]
    for (j, other) in b.enumerated() {
      let substituted = previous[j] + (letter == other ? 0 : 1)
      row.append(min(substituted, previous[j + 1] + 1, row[j] + 1))
    }
    previous = row
  }
  return previous[b.count]
}
