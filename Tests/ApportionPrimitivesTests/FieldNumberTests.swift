import ApportionPrimitives
import Testing

@Suite("Numbers in fields")
struct FieldNumberTests {
  @Test(
    "A field is a number as a whole or not at all",
    arguments: [
      ("1", 1), ("-0.5", -0.5), ("+2", 2), ("1e-3", 0.001), ("1E3", 1000), (".5", 0.5),
      ("0x10", 16), ("1\0abc", nil), ("1\0", nil), ("\01", nil), ("\0", nil), ("", nil),
      (" 1", nil), ("1 ", nil),
      ("1,5", nil), ("1_000", nil), ("1e", nil), ("--1", nil), ("1\u{301}", nil), ("٣", nil),
      ("1\n", nil), ("1\u{FEFF}", nil), ("1\r", nil), ("\u{2212}1", nil),
    ] as [(String, Double?)])
  func wholeFields(text: String, number: Double?) {
    #expect(Double(field: text) == number)
    #expect(Double(field: Substring(text)) == number)
  }
}
