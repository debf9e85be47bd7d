/// The strategy that the server used in each round.
struct StrategyStrip {
  var rounds: [(number: Int, strategy: String)]

  var chart: Chart {
    let names = rounds.reduce(into: [String]()) { names, round in
      if !names.contains(round.strategy) { names.append(round.strategy) }
    }
    // Never narrower than the word below the labels.
    let labelWidth = min(names.map { Drawing.width(of: $0) }.reduce(32, max), 112)
    let left = labelWidth + 6
    let cell = (Drawing.width - left - 7) / Double(rounds.count)
    let (height, axis) = (20.0, Axis(from: 1, to: rounds.count))
    var drawing = Drawing()
    for (index, name) in names.enumerated() {
      let y = 2 + height * Double(index)
      drawing.text(name.cut(toWidth: labelWidth), labelWidth, y + 13, "end", whole: name)
      drawing.line(left, y + 9.5, Drawing.width - 7, y + 9.5, "grid")
      var cells = ""
      for (column, round) in rounds.enumerated() where round.strategy == name {
        cells += "M\(place(left + cell * Double(column))) \(place(y + 2))"
        cells += "h\(place(cell - (cell > 3 ? 0.8 : 0)))v15h\(place(-cell + (cell > 3 ? 0.8 : 0)))z"
      }
      drawing.path(cells, "fill " + series(index))
    }
    let bottom = 4 + height * Double(names.count)
    for tick in axis.ticks {
      drawing.text(
        axis.decimals(tick), left + cell * (tick - 0.5), bottom + 12, "middle soft")
    }
    drawing.text("round", labelWidth, bottom + 12, "end soft")
    let numbers = names.map { name in rounds.filter { $0.strategy == name }.map(\.number) }
    return Chart(
      title: "The strategy of each round", note: "A strategy was drawn for every round.",
      svg: drawing.svg(
        height: bottom + 18, title: "The strategy of each round",
        description: zip(names, numbers).map { "\($0) in \($1.count)" }.joined(separator: ", ")
          + " of \(rounds.count) rounds"),
      table: NumberTable(
        ["strategy", "rounds", "which"], texts: [2],
        rows: zip(names, numbers).map {
          [Markup($0), "\($1.count)", Markup($1.map(String.init).joined(separator: ", "))]
        }))
  }
}
