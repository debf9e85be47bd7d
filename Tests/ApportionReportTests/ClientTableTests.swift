import ApportionReconstruction
import ApportionReport
import ApportionSimulation
import Testing

@Suite("ClientTable")
struct ClientTableTests {
  static func contributions(_ utility: Utility, _ values: [Double]) -> MethodContributions {
    MethodContributions(
      TotalAccount.Entry(
        method: "shapley", utility: utility, values: values,
        standardErrors: values.map { _ in 0 }))
  }

  @Test("puts the highest value first and tells what is wrong with a client")
  func layout() {
    var noisy = Corruption()
    noisy.labelNoise = 0.6
    let clients = [
      ClientRecord(id: 0, name: "first", examples: 10, corruption: noisy),
      ClientRecord(id: 1, name: "second", examples: 1200, corruption: Corruption()),
    ]
    let table = ClientTable(
      clients, primary: Self.contributions(.loss, [0.25, 0.75]),
      others: [Self.contributions(.accuracy, [-0.5, 0.5])])
    #expect(
      table.text() == """
        rank  client  examples  φ loss reduction  φ accuracy   share  corruption
        ────  ──────  ────────  ────────────────  ──────────  ──────  ───────────────
           1  second      1200           +0.7500     +0.5000  75.0 %
           2  first         10           +0.2500     -0.5000  25.0 %  label noise 0.6

        """)
  }

  @Test("tells how many rounds each client took part in, where that is not all of them")
  func rounds() {
    let clients = ["a", "b"].enumerated().map { id, name in
      ClientRecord(id: id, name: name, examples: 5, corruption: Corruption())
    }
    func text(_ roundsTaken: [Int]) -> String {
      ClientTable(
        clients, primary: Self.contributions(.accuracy, [0.25, 0.75]), others: [],
        roundsTaken: roundsTaken, of: 12
      ).text()
    }
    #expect(
      text([10, 9]) == """
        rank  client  examples  rounds  φ accuracy   share  corruption
        ────  ──────  ────────  ──────  ──────────  ──────  ──────────
           1  b              5       9     +0.7500  75.0 %
           2  a              5      10     +0.2500  25.0 %

        """)
    #expect(text([6, 6]).contains("rounds"))
    #expect(!text([12, 12]).contains("rounds"))
  }

  @Test("shows how sure estimates are, and nothing of the kind where all is exact")
  func standardErrors() {
    let clients = ["a", "b"].enumerated().map { id, name in
      ClientRecord(id: id, name: name, examples: 5, corruption: Corruption())
    }
    let estimate = MethodContributions(
      TotalAccount.Entry(
        method: "permutation", utility: .loss, values: [0.25, 0.75],
        standardErrors: [0.0125, nil]))
    #expect(
      ClientTable(clients, primary: estimate, others: []).text() == """
        rank  client  examples   φ loss reduction   share  corruption
        ────  ──────  ────────  ─────────────────  ──────  ──────────
           1  b              5  +0.7500 ± unknown  75.0 %
           2  a              5   +0.2500 ± 0.0125  25.0 %

        """)
  }

  @Test("shows values of 38 digits in few")
  func huge() {
    let clients = ["a", "b"].enumerated().map { id, name in
      ClientRecord(id: id, name: name, examples: 5, corruption: Corruption())
    }
    #expect(
      ClientTable(
        clients, primary: Self.contributions(.loss, [1.23456789e38, -2e37]),
        others: [Self.contributions(.accuracy, [0.5, -0.25])]
      ).text() == """
        rank  client  examples  φ loss reduction  φ accuracy    share  corruption
        ────  ──────  ────────  ────────────────  ──────────  ───────  ──────────
           1  a              5       +1.2346e+38     +0.5000  119.3 %
           2  b              5       -2.0000e+37     -0.2500  -19.3 %

        """)
  }

  @Test("gives equal values one rank and keeps the clients in their order")
  func ties() {
    let clients = ["a", "b", "c", "d"].enumerated().map { id, name in
      ClientRecord(id: id, name: name, examples: 5, corruption: Corruption())
    }
    let table = ClientTable(
      clients, primary: Self.contributions(.accuracy, [0.25, 0.5, 0.25, 0]), others: [])
    #expect(
      table.text() == """
        rank  client  examples  φ accuracy   share  corruption
        ────  ──────  ────────  ──────────  ──────  ──────────
           1  b              5     +0.5000  50.0 %
           2  a              5     +0.2500  25.0 %
           2  c              5     +0.2500  25.0 %
           4  d              5     +0.0000   0.0 %

        """)
  }

  @Test("says why there are no shares where dividing by the sum would mislead")
  func withheld() {
    var corruption = Corruption()
    corruption.featureNoise = 0.5
    corruption.freeRider = true
    let clients = [
      ClientRecord(id: 0, name: "0", examples: 5, corruption: Corruption()),
      ClientRecord(id: 1, name: "1", examples: 5, corruption: corruption),
    ]
    let table = ClientTable(clients, primary: Self.contributions(.loss, [1, -3]), others: [])
    #expect(
      table.text() == """
        rank  client  examples  φ loss reduction  share  corruption
        ────  ──────  ────────  ────────────────  ─────  ─────────────────────────────
           1  0              5           +1.0000      –
           2  1              5           -3.0000      –  feature noise 0.5, free-rider
        no shares: the values sum to less than zero, so dividing by the sum would turn signs around

        """)
  }

  @Test("lines its columns up on a terminal, whatever the names are made of")
  func names() {
    let names = ["Zürich", "Cafe\u{301}", "東京大学", "서울", "🏥 north", "a rather long hospital name"]
    let clients = names.enumerated().map { id, name in
      ClientRecord(id: id, name: name, examples: 5, corruption: Corruption())
    }
    let table = ClientTable(
      clients, primary: Self.contributions(.accuracy, [6, 5, 4, 3, 2, 1]), others: [])
    // An ideograph, a syllable of Hangul and an emoji fill two cells, a letter with its accent one.
    #expect(
      table.text() == """
        rank  client                       examples  φ accuracy   share  corruption
        ────  ───────────────────────────  ────────  ──────────  ──────  ──────────
           1  Zürich                              5     +6.0000  28.6 %
           2  Cafe\u{301}                                5     +5.0000  23.8 %
           3  東京大学                            5     +4.0000  19.0 %
           4  서울                                5     +3.0000  14.3 %
           5  🏥 north                            5     +2.0000   9.5 %
           6  a rather long hospital name         5     +1.0000   4.8 %

        """)
  }

  @Test("spells out control characters, which would steer the terminal")
  func controlCharacters() {
    let names = ["a\u{1B}[2Jb", "a\r\nb", "a\u{7F}", "a\u{9B}1m"]
    let clients = names.enumerated().map { id, name in
      ClientRecord(id: id, name: name, examples: 5, corruption: Corruption())
    }
    let table = ClientTable(
      clients, primary: Self.contributions(.accuracy, [4, 3, 2, 1]), others: [])
    #expect(
      table.text() == """
        rank  client        examples  φ accuracy   share  corruption
        ────  ────────────  ────────  ──────────  ──────  ──────────
           1  a\\u{1b}[2Jb          5     +4.0000  40.0 %
           2  a\\u{d}\\u{a}b         5     +3.0000  30.0 %
           3  a\\u{7f}              5     +2.0000  20.0 %
           4  a\\u{9b}1m            5     +1.0000  10.0 %

        """)
  }

  @Test("has a row for every client, in order of value, however many there are")
  func manyClients() {
    let clients = (0..<120).map {
      ClientRecord(id: $0, name: "client \($0)", examples: 1000 * $0, corruption: Corruption())
    }
    let values = clients.map { Double($0.id) }
    let lines = ClientTable(clients, primary: Self.contributions(.loss, values), others: [])
      .text().split(separator: "\n")
    #expect(lines.count == 122)
    #expect(lines[2] == "   1  client 119    119000         +119.0000  1.7 %")
    #expect(lines[121] == " 120  client 0           0           +0.0000  0.0 %")
    #expect(Set(lines.dropFirst(2).map(\.count)).count == 1)
  }
}
