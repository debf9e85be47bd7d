import ApportionPrimitives

/// Notes on labels that may mean the same class, such as `>50K` and `>50K.`, or `True` and `true`.
///
/// No classes are merged: only the owner of the data can decide whether two labels are the same
/// class, and merges them with the config key `classes`.
struct ClassNotes {
  private let names: [String]
  private let counts: [Int]
  /// For each class, the only site at which it occurs; nil if it occurs at several sites, or if the
  /// data have only one site.
  private let places: [String?]
  /// For each class that has one, another class that may be meant by its label.
  private var twins: [Int: Int] = [:]

  init(of table: Table) {
    names = table.classNames
    var counts = [Int](repeating: 0, count: names.count)
    var sites = [Set<Int>](repeating: [], count: names.count)
    for (row, label) in table.labels.enumerated() {
      counts[Int(label)] += 1
      if !table.sites.isEmpty { sites[Int(label)].insert(table.sites[row]) }
    }
    self.counts = counts
    places = sites.map { own in
      table.siteNames.count > 1 && own.count == 1 ? own.first.map { table.siteNames[$0] } : nil
    }
    let alike = Dictionary(grouping: names.indices) { folded(names[$0]) }
    for index in names.indices {
      let others = alike[folded(names[index]), default: []].filter { $0 != index }
      twins[index] = others.first ?? (places[index] == nil ? nil : nearest(to: index, in: names))
    }
  }

  /// One sentence for each class that occurs at only one site or has nearly the name of another.
  ///
  /// After five classes, only the number of the others is given. The last sentence is the advice.
  var texts: [String] {
    let all = names.indices.compactMap(note)
    let most = 5
    let rest = all.count - most
    let more = rest > 0 ? ["the same holds for \(counted(rest, "more class", "more classes"))"] : []
    return all.prefix(most) + more + (twins.isEmpty ? [] : [advice])
  }

  private func note(on index: Int) -> String? {
    guard let twin = twins[index] else {
      return places[index].map { "\(title(index)) occurs at site \($0) alone" }
    }
    // If two classes are each other's twins, only the first gets a note.
    guard index < twin || twins[twin] != index else { return nil }
    guard let place = places[index] else {
      return "\(title(index)) has nearly the name of \(title(twin))"
    }
    let other = places[twin].map { ", which occurs at site \($0) alone" } ?? ""
    return
      "\(title(index)) occurs at site \(place) alone; the nearest name is that of \(title(twin))"
      + other
  }

  private func title(_ index: Int) -> String {
    "class \(names[index].debugDescription) (\(counted(counts[index], "example")))"
  }

  /// The config key that merges each class with its twin.
  private var advice: String {
    var group = Array(names.indices)
    for (index, twin) in twins.sorted(by: { $0.key < $1.key }) where group[index] != group[twin] {
      let (kept, joined) = (min(group[index], group[twin]), max(group[index], group[twin]))
      group = group.map { $0 == joined ? kept : $0 }
    }
    let groups = names.indices.filter { group[$0] == $0 }.map { first in
      let members = names.indices.filter { group[$0] == first }
      return "[\(members.map { names[$0].debugDescription }.joined(separator: ", "))]"
    }
    let most = 12
    let list = groups.prefix(most) + (groups.count > most ? ["…"] : [])
    return "where two names mean one class, write `classes: [\(list.joined(separator: ", "))]`"
  }
}

/// The class whose name differs from that of class `index` in a few letters, or nil.
///
/// Numbers, and names of one or two letters, are never matched.
private func nearest(to index: Int, in names: [String]) -> Int? {
  // The limit of 200 bounds the cost, which is quadratic in the number of names.
  guard names.count <= 200, names[index].count > 2, Double(field: names[index]) == nil else {
    return nil
  }
  let others = names.indices.filter { $0 != index && Double(field: names[$0]) == nil }
  return nearestName(to: names[index], among: others.map { names[$0] }).flatMap {
    names.firstIndex(of: $0)
  }
}

/// A name in a normal form for comparisons; a number is represented by its value.
///
/// Ignores case, blanks, underscores, dashes that no digit follows, and punctuation at both ends.
private func folded(_ name: String) -> String {
  if let number = Double(field: name) { return "\(number)" }
  let letters = Array(name.lowercased())
  var core: [Character] = []
  for (place, letter) in letters.enumerated() {
    let next = letters.dropFirst(place + 1).first
    let isDash = letter == "-" && next?.isNumber != true
    if !letter.isWhitespace, letter != "_", !isDash { core.append(letter) }
  }
  let marks: Set<Character> = [".", ",", ";", ":", "!", "'", "\""]
  let start = core.prefix { marks.contains($0) }.count
  let end = core.reversed().prefix { marks.contains($0) }.count
  return String(core[start..<max(start, core.count - end)])
}
