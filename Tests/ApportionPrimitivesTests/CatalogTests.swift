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

  @Test("names are told apart by case")
  func capitals() {
    let error = #expect(throws: UnknownName.self) { try Self.fruit.type(named: "Pear") }
    #expect(
      error?.description
        == "unknown fruit \"Pear\" (did you mean \"pear\"?); it may be one of: apple, pear")
  }
}
