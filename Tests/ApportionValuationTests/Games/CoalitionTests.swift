import ApportionValuation
import Testing

@Suite("Coalition")
struct CoalitionTests {
  @Test("is a set of players")
  func set() {
    let coalition = Coalition([5, 0, 127, 5, 64])
    #expect(coalition.count == 4)
    #expect(coalition.members == [0, 5, 64, 127])
    #expect((0..<128).filter { coalition.contains($0) } == [0, 5, 64, 127])
    #expect(coalition == Coalition([127, 64, 5, 0]))
    #expect(coalition != Coalition([0, 5, 64]))
    #expect(coalition.description == "{0, 5, 64, 127}")
    #expect(Coalition.empty.description == "{}")
  }

  @Test("players join and leave, and doing so again changes nothing", arguments: [0, 63, 64, 127])
  func membership(player: Int) {
    let others = Coalition([1, 65])
    let joined = others.inserting(player)
    #expect(joined.members == [1, 65, player].sorted())
    #expect(joined.inserting(player) == joined)
    #expect(joined.removing(player) == others)
    #expect(others.removing(player) == others)
  }

  @Test("everybody is everybody", arguments: [0, 1, 5, 63, 64, 65, 127, 128])
  func grand(players: Int) {
    let everybody = Coalition.grand(players)
    #expect(everybody.count == players)
    #expect(everybody.members == Array(0..<players))
    #expect(everybody == Coalition(0..<players))
  }

  @Test("the index of a complete table has a bit for each player")
  func index() {
    #expect(Coalition(index: 0) == .empty)
    #expect(Coalition(index: 0b1_0110).members == [1, 2, 4])
    #expect(Coalition(index: (1 << 20) - 1) == .grand(20))
    #expect(Set((0..<64).map(Coalition.init(index:))).count == 64)
  }
}
