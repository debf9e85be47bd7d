import ApportionReport
import Testing

@Suite("TextTable")
struct TextTableTests {
  static let table = {
    var table = TextTable([
      ("rank", .right), ("client", .left), ("value", .right), ("standard error", .right),
      ("what is known of it", .left),
    ])
    table.add(["1", "north", "+0.5000", "0.0100", "label noise of 0.6 and little else"])
    table.add(["2", "south", "-0.2500", "0.0200", "free-rider"])
    return table
  }()

  @Test("has any width where none is given")
  func unlimited() {
    #expect(
      Self.table.text() == """
        rank  client    value  standard error  what is known of it
        ────  ──────  ───────  ──────────────  ──────────────────────────────────
           1  north   +0.5000          0.0100  label noise of 0.6 and little else
           2  south   -0.2500          0.0200  free-rider

        """)
    #expect(Self.table.text(width: 73) == Self.table.text())
  }

  @Test("breaks text, and titles, where lines are too long")
  func wrapped() {
    #expect(
      Self.table.text(width: 60) == """
        rank  client    value  standard error  what is known of it
        ────  ──────  ───────  ──────────────  ─────────────────────
           1  north   +0.5000          0.0100  label noise of 0.6
                                               and little else
           2  south   -0.2500          0.0200  free-rider

        """)
    #expect(
      Self.table.text(width: 50) == """
        rank  client    value   standard  what is known of
                                   error  it
        ────  ──────  ───────  ─────────  ────────────────
           1  north   +0.5000     0.0100  label noise of
                                          0.6 and little
                                          else
           2  south   -0.2500     0.0200  free-rider

        """)
  }

  @Test("puts columns below the others where that is not enough, each time behind the names")
  func bands() {
    #expect(
      Self.table.text(width: 34)
        == """
        rank  client    value     standard
                                     error
        ────  ──────  ───────  ───────────
           1  north   +0.5000       0.0100
           2  south   -0.2500       0.0200

        rank  client  what is known of it
        ────  ──────  ────────────────────
           1  north   label noise of 0.6
                      and little else
           2  south   free-rider

        """)
  }

  @Test("breaks a word that is longer than its column, and never a figure")
  func longWords() {
    var table = TextTable([("client", .left), ("value", .right)])
    table.add(["a-hospital-with-a-very-long-name", "+0.123456789"])
    #expect(
      table.text(width: 20) == """
        client                   value
        ────────────────  ────────────
        a-hospital-with-  +0.123456789
        a-very-long-name

        """)
  }

  @Test("counts cells, not characters, and spells out what would steer a terminal")
  func cells() {
    var table = TextTable([("client", .left), ("n", .right)])
    table.add(["病院 東京", "1"])
    table.add(["e\u{301}\u{1B}[2J\u{202E}", "2"])
    #expect(
      table.text() == """
        client              n
        ──────────────────  ─
        病院 東京           1
        e\u{301}\\u{1b}[2J\\u{202e}  2

        """)
    #expect(
      table.text(width: 8).hasPrefix("client "), "the least width of a column of text is 16")
  }
}
