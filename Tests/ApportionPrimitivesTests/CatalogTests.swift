import ApportionPrimitives
import Testing

@Suite("Catalog")
struct CatalogTests {
  protocol Fruit: Configurable {}

  struct Apple: Fruit {
    static let id = "apple"
    static let summary = "a pome"
  }
  struct Pear: Fruit {
    static let id = "pear"
    static let summary = "another pome"
  }
  struct BloodOrange: Fruit {
    static let id = "blood-orange"
    static let summary = "a citrus fruit"
  }

  static let fruit = Catalog<any Fruit>(of: "fruit", [Apple.self, Pear.self])

  @Test("finds a type by its id, in the order of the list")
  func finds() throws {
    #expect(Self.fruit.ids == ["apple", "pear"])
    #expect(try Self.fruit.type(named: "pear") == Pear.self)
  }

  @Test("takes more types, and stays as it was itself")
  func adding() throws {
    let more = Self.fruit.adding(BloodOrange.self)
    #expect(more.noun == "fruit")
    #expect(more.ids == ["apple", "pear", "blood-orange"])
    #expect(try more.type(named: "blood-orange") == BloodOrange.self)
    #expect(Self.fruit.ids == ["apple", "pear"])
  }

  @Test("refuses an unknown name with the list")
  func unknown() {
    let error = UnknownName(noun: "fruit", name: "plum", known: ["apple", "pear"])
    #expect(throws: error) { try Self.fruit.type(named: "plum") }
    #expect(error.description == "unknown fruit \"plum\"; it may be one of: apple, pear")
  }

  @Test("asks whether a near name was meant")
  func misspelt() {
    let error = UnknownName(noun: "fruit", name: "aple", known: ["apple", "pear"])
    #expect(throws: error) { try Self.fruit.type(named: "aple") }
    #expect(
      error.description
        == "unknown fruit \"aple\" (did you mean \"apple\"?); it may be one of: apple, pear")
  }

  @Test(
    "finds a name in any spelling",
    arguments: [
      "blood-orange", "BloodOrange", "bloodorange", "blood_orange", "Blood Orange", "BLOOD-ORANGE",
    ])
  func spellings(name: String) throws {
    #expect(try Self.fruit.adding(BloodOrange.self).type(named: name) == BloodOrange.self)
  }

  @Test("a spelling that may be either of two is neither, but each by its own is")
  func ambiguous() throws {
    #expect(spelling(of: "AB", among: ["a-b", "ab", "c"]) == nil)
    #expect(spelling(of: "ab", among: ["a-b", "ab", "c"]) == "ab")
    #expect(spelling(of: "C", among: ["a-b", "ab", "c"]) == "c")
    #expect(spelling(of: "", among: ["a-b"]) == nil)
  }
}
