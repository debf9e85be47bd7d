import ApportionPrimitives
import Foundation
import Testing

@Suite("NullWhenNil")
struct NullWhenNilTests {
  struct Record: Codable, Hashable {
    @NullWhenNil var shares: [Double]?
    @NullWhenNil var reason: String?
  }

  @Test("writes every key, and reads back what was written")
  func json() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    for (record, json) in [
      (Record(shares: nil, reason: "none"), #"{"reason":"none","shares":null}"#),
      (Record(shares: [0.25], reason: nil), #"{"reason":null,"shares":[0.25]}"#),
    ] {
      let data = try encoder.encode(record)
      #expect(String(decoding: data, as: UTF8.self) == json)
      #expect(try JSONDecoder().decode(Record.self, from: data) == record)
    }
  }
}
