/// Several names in a sentence: "a, b and c".
func enumerated(_ names: [Markup], most: Int = 6) -> Markup {
  var shown = names
  if names.count > most {
    shown = names.prefix(most - 1) + [Markup("\(names.count - most + 1) more")]
  }
  guard let last = shown.popLast(), !shown.isEmpty else { return Markup(names) }
  let others = shown.enumerated().flatMap { index, name -> [Markup] in
    index == 0 ? [name] : [", ", name]
  }
  return Markup(others + [" and ", last])
}

/// Small numbers as words.
func inWords(_ count: Int) -> String {
  let words = [
    "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
  ]
  return words.indices.contains(count) ? words[count] : "\(count)"
}

/// The largest groups of estimates that all overlap each other, in the order of their values.
///
/// An estimate that overlaps no other is in no group.
func indistinguishable(_ estimates: [Estimate]) -> [[Int]] {
  let order = estimates.indices.sorted { (-estimates[$0].value, $0) < (-estimates[$1].value, $1) }
  var groups: [[Int]] = []
  // Intervals that overlap pairwise have a point in common, for example the smallest upper end.
  let points = Set(estimates.map(\.upper)).sorted(by: >)
  for point in points {
    let group = order.filter { estimates[$0].lower <= point && point <= estimates[$0].upper }
    guard group.count > 1 else { continue }
    groups.append(group)
  }
  let sets = groups.map(Set.init)
  return groups.indices.filter { index in
    !sets.indices.contains {
      $0 != index && sets[index].isSubset(of: sets[$0])
        && (sets[index] != sets[$0] || $0 < index)
    }
  }.map { groups[$0] }
}

/// A fraction as a percentage: 0.6 as "60 %".
func percent(_ fraction: Double) -> String {
  let percent = 100 * fraction
  return Decimals(percent == percent.rounded() ? 0 : 1)(percent) + " %"
}
