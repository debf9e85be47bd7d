import ApportionPrimitives
import Foundation
import Testing

@Suite("Configurable")
struct ConfigurableTests {
  struct Kiln: Configurable {
    static let id = "kiln"
    static let summary = "an oven"
    var heat = Heat.veryHot
    var hours = 3
  }

  enum Heat: String, ConfigurableChoice {
    case warm
    case veryHot = "very-hot"
  }

  @Test("without rules of its own, any setting will do")
  func validByDefault() throws {
    var kiln = Kiln()
    kiln.hours = -1
    try kiln.validate()
  }

  @Test("a setting out of range says which, its value, and what it may be")
  func invalidSetting() throws {
    let error = #expect(throws: InvalidSetting.self) {
      try InvalidSetting.check("hours", -1, false, mustBe: "at least 0")
    }
    #expect(error == InvalidSetting("hours", "-1", mustBe: "at least 0"))
    #expect(error?.description == "`hours` is -1, but must be at least 0")
    #expect(error?.inside("kiln").description == "`kiln.hours` is -1, but must be at least 0")
    try InvalidSetting.check("hours", 3, true, mustBe: "at least 0")
  }

  @Test("a choice is written and read as its word")
  func choice() throws {
    let text = try JSONEncoder().encode([Heat.veryHot, .warm])
    #expect(String(decoding: text, as: UTF8.self) == #"["very-hot","warm"]"#)
    #expect(try JSONDecoder().decode([Heat].self, from: text) == [.veryHot, .warm])
  }

  @Test("a word that is no choice is refused, with its place, the nearest and the list")
  func unknownChoice() throws {
    let text = Data(#"{"heat": "very-hat", "hours": 3}"#.utf8)
    let error = try #require(throws: DecodingError.self) {
      try JSONDecoder().decode(Kiln.self, from: text)
    }
    guard case .dataCorrupted(let context) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(context.codingPath.map(\.stringValue) == ["heat"])
    #expect(
      context.debugDescription
        == "unknown word \"very-hat\" (did you mean \"very-hot\"?); it may be one of: warm, very-hot"
    )
    #expect(
      context.underlyingError as? UnknownName
        == UnknownName(noun: "word", name: "very-hat", known: ["warm", "very-hot"]))
  }

  @Test("a choice must be a word")
  func choiceOfAnotherType() {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([Heat].self, from: Data("[3]".utf8))
    }
  }
}
