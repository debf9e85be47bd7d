import ApportionSimulation
import Testing

@Suite("CSVReader")
struct CSVReaderTests {
  private func records(
    _ text: String, delimiter: Character = ","
  ) throws -> [CSVReader.Record] {
    try CSVReader(path: "t.csv", delimiter: delimiter).records(in: Array(text.utf8))
  }

  private func fields(_ text: String, delimiter: Character = ",") throws -> [[String]] {
    try records(text, delimiter: delimiter).map(\.fields)
  }

  @Test(
    "reads the same rows however lines end",
    arguments: [
      "a,b\n1,2\n", "a,b\r\n1,2\r\n", "a,b\n1,2", "\u{FEFF}a,b\r\n1,2", "a,b\n1,2\r\n",
      "a,b\r1,2\r", "a,b\r1,2", "a,\"b\"\r\"1\",2\n",
    ])
  func lineEnds(text: String) throws {
    #expect(try fields(text) == [["a", "b"], ["1", "2"]])
  }

  @Test("takes what is quoted as it stands, delimiters, blanks and line ends included")
  func quotes() throws {
    #expect(try fields(#""a,b"," c ","""d"" said e","""#) == [["a,b", " c ", "\"d\" said e", ""]])
    #expect(try fields("\"a\r\nb\",c\nd,e") == [["a\r\nb", "c"], ["d", "e"]])
    // A quote inside an unquoted field is a character like any other.
    #expect(try fields(#"5" pipe,x"#) == [[#"5" pipe"#, "x"]])
  }

  @Test("drops blanks around fields, inside and outside of quotes alike")
  func blanks() throws {
    #expect(try fields(" a b ,\tc \n \"d\" , e\t\r\n") == [["a b", "c"], ["d", "e"]])
  }

  @Test("keeps empty fields, the last one too")
  func emptyFields() throws {
    #expect(try fields(",a,\n,,\n") == [["", "a", ""], ["", "", ""]])
  }

  @Test("skips blank lines and still counts them")
  func blankLines() throws {
    let rows = try records("\n\na,b\n   \n\r\n1,\"x\ny\"\n3,4\n\n")
    #expect(
      rows == [
        CSVReader.Record(fields: ["a", "b"], line: 3),
        CSVReader.Record(fields: ["1", "x\ny"], line: 6),
        CSVReader.Record(fields: ["3", "4"], line: 8),
      ])
  }

  @Test("splits at other delimiters", arguments: [";", "\t", "|", " "] as [Character])
  func delimiters(delimiter: Character) throws {
    let text = ["a,b", "\"c\(delimiter)d\"", "", "e"].joined(separator: String(delimiter))
    let expected = ["a,b", "c\(delimiter)d", "", "e"]
    // With blanks for delimiters, those around a field are not to be dropped.
    #expect(try fields(text, delimiter: delimiter) == [expected])
  }

  @Test("counts a line once, however it ends", arguments: ["\n", "\r\n", "\r"])
  func lines(end: String) throws {
    let text = ["a,b", "", "1,\"x", "y\"", "3,4", ""].joined(separator: end)
    #expect(try records(text).map(\.line) == [1, 3, 5])
    #expect(try fields(text)[1] == ["1", "x\(end)y"])
  }

  @Test("refuses bytes that are not UTF-8 instead of putting others in their place")
  func notText() {
    // "Zürich" as Latin-1 has it, bare and quoted; and a file of UTF-16.
    let name: [UInt8] = [0x5a, 0xfc] + Array("rich".utf8)
    for field in [name, [0x22] + name + [0x22]] {
      #expect(
        complaint {
          _ = try CSVReader(path: "t.csv", delimiter: ",")
            .records(in: Array("a,b\n1,".utf8) + field + [0x0a])
        } == "t.csv:2: column 2: is not UTF-8; save the file as UTF-8")
    }
    #expect(
      complaint {
        _ = try CSVReader(path: "t.csv", delimiter: ",")
          .records(in: [0xff, 0xfe] + "a,b\n1,2\n".utf16.flatMap { [UInt8($0), 0] })
      } == "t.csv:1: column 1: is not UTF-8; save the file as UTF-8")
  }

  @Test("finds no row in nothing", arguments: ["", "\n", "\r\n\r\n", "\u{FEFF}", "  \n\t\n"])
  func nothing(text: String) throws {
    #expect(try fields(text).isEmpty)
  }

  @Test("refuses a row of another length with its line")
  func ragged() {
    #expect(
      complaint { _ = try fields("a,b\n1,2\n\n3,4,5\n") }
        == "t.csv:4: has 3 fields, but the first row has 2")
    #expect(
      complaint { _ = try fields("a,b\n\"1\n2\",2\n3\n") }
        == "t.csv:4: has 1 field, but the first row has 2")
  }

  @Test("refuses a quote that is never closed, where it opens")
  func unclosed() {
    #expect(
      complaint { _ = try fields("a,b\n1,\"2\n3,4\n5,6\n") }
        == "t.csv:2: column 2: the quote that opens here is never closed")
  }

  @Test("refuses text behind a closing quote instead of losing a letter of it")
  func textAfterQuote() {
    #expect(
      complaint { _ = try fields("a,b\n1,\"5\" 7\"\n") }
        == """
        t.csv:2: column 2: text follows the closing quote; double the quotes within a quoted field
        """)
  }
}
