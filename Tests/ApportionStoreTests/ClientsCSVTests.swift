import ApportionReconstruction
import ApportionSimulation
import ApportionStore
import Testing

@Suite("clients.csv")
struct ClientsCSVTests {
  @Test("has a row for every client, its name in quotes where it needs them")
  func rows() throws {
    var noisy = Corruption()
    (noisy.labelNoise, noisy.featureNoise) = (0.6, 1.0 / 3)
    var idle = Corruption()
    idle.freeRider = true
    let clients = [
      ClientRecord(id: 0, name: "Zürich north", examples: 10, corruption: noisy),
      ClientRecord(id: 1, name: #"Ward 3, "B""#, examples: 1200, corruption: idle),
      ClientRecord(id: 2, name: "two\nlines", examples: 7, corruption: Corruption()),
      ClientRecord(id: 3, name: "two\r\nmore", examples: 7, corruption: Corruption()),
    ]
    let folder = try ScratchFolder()
    let directory = try RunDirectory(path: folder.path("run"), replacing: false)
    _ = try writeRun([], clients: clients, to: directory)
    #expect(
      try folder.text("run/clients.csv") == """
        client,name,examples,label_noise,feature_noise,free_rider
        0,Zürich north,10,0.6,0.3333333333333333,false
        1,"Ward 3, ""B\""",1200,0.0,0.0,true
        2,"two
        lines",7,0.0,0.0,false
        3,"two\r\nmore",7,0.0,0.0,false

        """)
  }
}
