import ApportionPrimitives
import ApportionValuation

/// The rows of a file of coalitions, read one by one.
struct CoalitionRows {
  let path: String
  private var rows: [Row] = []
  /// The players' names in the order of their first occurrence, or by number; empty if not known yet.
  private var names: [String] = []
  /// The line in which each player is first named.
  private var lines: [Int] = []
  private var numbers: [String: Int] = [:]
  private var content = Content.numbers

  private enum Content { case numbers, names, both }

  private struct Row {
    var coalition: Coalition
    var utility: Double
    var line: Int
  }

  init(path: String) { self.path = path }

  /// Adds a row.
  ///
  /// - Throws: ``TableFileError`` that names the line.
  mutating func add(
    number: String?, members: String?, utility: String, line: Int
  ) throws(TableFileError) {
    let utility = try self.utility(utility, line)
    let list = try members.map { text throws(TableFileError) in try self.members(text, line) }
    let coalition: Coalition
    switch (number, list) {
    case (let number?, nil):
      coalition = try self.coalition(number, line)
    case (let number?, let list?):
      content = .both
      coalition = try self.coalition(number, line)
      try call(coalition, list, line)
    case (nil, let list):
      content = .names
      coalition = Coalition(
        try (list ?? []).map { name throws(TableFileError) in
          try self.number(of: name, line)
        })
    }
    rows.append(Row(coalition: coalition, utility: utility, line: line))
  }

  /// All rows, and the players' names if the file has names.
  ///
  /// - Throws: ``TableFileError``.
  func contents() throws(TableFileError) -> (players: [String]?, table: CoalitionFile.Utilities) {
    guard !rows.isEmpty else { throw error(nil, "holds no coalitions") }
    var (rows, players) = (rows, [String]?.none)
    if content == .names {
      let order = names.indices.map { (NaturalOrder(names[$0]), $0) }.sorted { $0.0 < $1.0 }
      var places = [Int](repeating: 0, count: names.count)
      for (place, (_, number)) in order.enumerated() { places[number] = place }
      for index in rows.indices {
        rows[index].coalition = Coalition(rows[index].coalition.map { places[$0] })
      }
      players = order.map(\.0.text)
    }
    let count = rows.reduce(0) { count, row in row.coalition.reduce(count) { max($0, $1 + 1) } }
    guard count > 0 else {
      throw error(nil, "holds the empty coalition alone; a game needs players")
    }
    if content == .both {
      players = (0..<count).map {
        $0 < names.count && !names[$0].isEmpty ? names[$0] : "player \($0)"
      }
    }
    if let complete = complete(rows, players: count) { return (players, .complete(complete)) }
    return (players, .partial(try partial(rows, players: count, names: players)))
  }

  /// The table of all coalitions; nil if some are missing or repeated.
  private func complete(_ rows: [Row], players count: Int) -> CoalitionTable? {
    guard count < 40, rows.count == 1 << count else { return nil }
    var worths = [Double](repeating: .nan, count: rows.count)
    for row in rows {
      guard worths[row.coalition.index].isNaN else { return nil }
      worths[row.coalition.index] = row.utility
    }
    return CoalitionTable(worths: worths)
  }

  private func partial(
    _ rows: [Row], players count: Int, names: [String]?
  ) throws(TableFileError) -> PartialTable {
    var lines: [Coalition: Int] = [:]
    var utilities: [Coalition: Double] = [:]
    for row in rows {
      if let first = lines.updateValue(row.line, forKey: row.coalition) {
        throw error(
          row.line,
          """
          \(title(row.coalition, names)) is repeated after line \(first); keep one
          """)
      }
      utilities[row.coalition] = row.utility
    }
    return PartialTable(playerCount: count, utilities: utilities)
  }

  private func title(_ coalition: Coalition, _ names: [String]?) -> String {
    if coalition.isEmpty { return "the empty coalition" }
    if let names, content == .names {
      return "coalition " + coalition.map { MemberList.escaped(names[$0]) }.joined(separator: "+")
    }
    return "coalition \(coalition.reduce(UInt128(0)) { $0 | 1 << UInt128($1) })"
  }

  private func utility(_ text: String, _ line: Int) throws(TableFileError) -> Double {
    guard let utility = Double(field: text), utility.isFinite else {
      throw error(line, "the utility \"\(text)\" is not a finite number")
    }
    guard abs(utility) <= CoalitionFile.largestUtility else {
      throw error(
        line,
        """
        the utility \(text) is too large: beyond \(CoalitionFile.largestUtility), sums and squares \
        overflow; divide all utilities by the same number, which divides the values too
        """)
    }
    return utility
  }

  private func coalition(_ text: String, _ line: Int) throws(TableFileError) -> Coalition {
    guard let set = UInt128(text) else {
      throw error(
        line,
        """
        the coalition "\(text)" is not a whole number below 2^128; write 5 for players 0 and 2, the \
        sum of 2^0 and 2^2, or use names in a column `members`
        """)
    }
    if set < 1 << 62 { return Coalition(index: Int(set)) }
    return Coalition((0..<CoalitionFile.mostNumbered).filter { set >> UInt128($0) & 1 == 1 })
  }

  private func members(_ text: String, _ line: Int) throws(TableFileError) -> [String] {
    let members = MemberList(text).names
    if members.contains("") {
      throw error(line, "the members \"\(text)\" have an empty name before, after or between +")
    }
    var seen: Set<String> = []
    if let twice = members.first(where: { !seen.insert($0).inserted }) {
      throw error(line, "the members \"\(text)\" name \"\(twice)\" twice")
    }
    return members
  }

  /// The number of the player with a name; assigns the next number to a new name.
  private mutating func number(of name: String, _ line: Int) throws(TableFileError) -> Int {
    if let known = numbers[name] { return known }
    guard names.count < Coalition.capacity else {
      throw error(
        line, "\"\(name)\" is one player more than the maximum of \(Coalition.capacity)")
    }
    names.append(name)
    lines.append(line)
    numbers[name] = names.count - 1
    return names.count - 1
  }

  /// Checks that the members of a numbered coalition are its players' names, in the order of their numbers.
  private mutating func call(
    _ coalition: Coalition, _ members: [String], _ line: Int
  ) throws(TableFileError) {
    guard members.count == coalition.count else {
      throw error(
        line,
        """
        coalition \(coalition) has \(coalition.count) players, but its list of members has \
        \(members.count); these must be equal
        """)
    }
    for (player, name) in zip(coalition, members) {
      while names.count <= player {
        names.append("")
        lines.append(0)
      }
      if names[player].isEmpty {
        if let other = numbers.updateValue(player, forKey: name) {
          throw error(
            line,
            "the members call player \(player) \"\(name)\", which is the name of player \(other)")
        }
        (names[player], lines[player]) = (name, line)
      }
      guard names[player] == name else {
        throw error(
          line,
          """
          the members call player \(player) "\(name)", but line \(lines[player]) calls it \
          "\(names[player])"; list members in the order of the players' numbers
          """)
      }
    }
  }

  private func error(_ line: Int?, _ problem: String) -> TableFileError {
    TableFileError(path: path, line: line, problem: problem)
  }
}
