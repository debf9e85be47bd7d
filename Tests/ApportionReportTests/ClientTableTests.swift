import ApportionReconstruction
import ApportionReport
import ApportionSimulation
import Testing

@Suite("ClientTable")
struct ClientTableTests {
  static func standing(_ utility: Utility, _ values: [Double]) -> Standing {
    Standing(
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
      clients, primary: Self.standing(.loss, [0.25, 0.75]),
      others: [Self.standing(.accuracy, [-0.5, 0.5])])
    #expect(
      table.text == """
        rank  client  examples  φ loss reduction  φ accuracy   share  corruption
        ────  ──────  ────────  ────────────────  ──────────  ──────  ───────────────
           1  second      1200           +0.7500     +0.5000  75.0 %
           2  first         10           +0.2500     -0.5000  25.0 %  label noise 0.6

        """)
  }
}
