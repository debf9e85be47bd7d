import ApportionValuation
import Foundation
import Testing

@Suite("Coalition")
struct CoalitionTests {
  @Test("is a set of players")
  func set() {
    let coalition = Coalition([5, 0, 127, 5, 64, 1023])
    #expect(coalition.count == 5)
    #expect(coalition.members == [0, 5, 64, 127, 1023])
    #expect((0..<1024).filter { coalition.contains($0) } == [0, 5, 64, 127, 1023])
    #expect(coalition == Coalition([1023, 127, 64, 5, 0]))
    #expect(coalition != Coalition([0, 5, 64, 127]))
    #expect(coalition.description == "{0, 5, 64, 127, 1023}")
    #expect(Coalition.empty.description == "{}")
    #expect(Coalition.empty.isEmpty && !Coalition([1023]).isEmpty && !Coalition([0]).isEmpty)
  }

  @Test(
    "players join and leave, and doing so again changes nothing",
    arguments: [0, 63, 64, 127, 128, 1023])
  func membership(player: Int) {
    for others in [Coalition([1]), Coalition([1, 65]), Coalition([2, 1000])] {
      let joined = others.inserting(player)
      #expect(joined.members == (others.members + [player]).sorted())
      #expect(joined.count == others.count + 1)
      #expect(joined.inserting(player) == joined)
      #expect(joined.removing(player) == others)
      #expect(joined.removing(player).hashValue == others.hashValue)
      #expect(others.removing(player) == others)
      #expect(!others.contains(player) && joined.contains(player))
    }
  }

  @Test("everybody is everybody", arguments: [0, 1, 5, 63, 64, 65, 127, 128, 129, 1000, 1024])
  func grand(players: Int) {
    let grand = Coalition.grand(players)
    #expect(grand.count == players)
    #expect(grand.members == Array(0..<players))
    #expect(grand == Coalition(0..<players))
    #expect(grand.subtracting(grand) == .empty)
  }

  @Test("the algebra of sets is that of sets", arguments: [10, 64, 70, 130, 1024])
  func algebra(players: Int) {
    // Every third, every fifth, and the first half: sets that meet, miss and contain each other.
    let sets = [
      Set(stride(from: 0, to: players, by: 3)), Set(stride(from: 1, to: players, by: 5)),
      Set(0..<players / 2), [], Set(0..<players), [players - 1],
    ]
    for a in sets {
      for b in sets {
        let (left, right) = (Coalition(a), Coalition(b))
        #expect(left.union(right) == Coalition(a.union(b)))
        #expect(left.intersection(right) == Coalition(a.intersection(b)))
        #expect(left.subtracting(right) == Coalition(a.subtracting(b)))
        #expect(left.isSubset(of: right) == a.isSubset(of: b))
        #expect((left == right) == (a == b))
      }
    }
  }

  @Test("the index of a complete table has a bit for each player")
  func index() {
    #expect(Coalition(index: 0) == .empty)
    #expect(Coalition(index: 0b1_0110).members == [1, 2, 4])
    #expect(Coalition(index: 0b1_0110).index == 0b1_0110)
    #expect(Coalition(index: (1 << 20) - 1) == .grand(20))
    #expect(Set((0..<64).map(Coalition.init(index:))).count == 64)
  }

  @Test("a coalition of a table takes two words and no memory of its own")
  func size() {
    #expect(MemoryLayout<Coalition>.size == 16)
  }

  @Test("is written as the list of its members, and read back")
  func coding() throws {
    let coalition = Coalition([3, 64, 900])
    let data = try JSONEncoder().encode(coalition)
    #expect(String(decoding: data, as: UTF8.self) == "[3,64,900]")
    #expect(try JSONDecoder().decode(Coalition.self, from: data) == coalition)
    let error = #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Coalition.self, from: Data("[3,1024]".utf8))
    }
    guard case .dataCorrupted(let context) = error else {
      Issue.record("\(String(describing: error)) is another error")
      return
    }
    #expect(context.debugDescription == "a player is from 0 to 1023, not 1024")
  }
}
