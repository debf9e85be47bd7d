import ApportionPrimitives
import ApportionSimulation
import Foundation
import Testing

@Suite("Catalogs of data sets and partitions")
struct DatasetCatalogTests {
  private static let types =
    Catalog<any DatasetSource>.datasets.types + Catalog<any Partitioner>.partitioners.types

  @Test("list what there is, by its id")
  func ids() {
    #expect(
      Catalog<any DatasetSource>.datasets.ids
        == ["digits", "breast-cancer", "synthetic", "idx", "csv"])
    #expect(
      Catalog<any Partitioner>.partitioners.ids
        == ["iid", "dirichlet-labels", "dirichlet-sizes", "shards", "sizes", "sites"])
  }

  @Test("settings are written and read back, the defaults are in range, and a line tells of each")
  func settings() throws {
    for type in Self.types {
      try roundTrip(type.init())
      #expect(throws: Never.self) { try type.init().validate() }
      #expect(!type.summary.isEmpty)
      #expect(type.summary.count <= 80)
      #expect(!type.summary.contains("\n"))
    }
  }

  @Test("settings that are no defaults survive as well")
  func changed() throws {
    var csv = CSVFiles()
    csv.files = ["a.csv"]
    csv.classes = [["0"], ["1", "2"]]
    csv.impute = .mostFrequent
    csv.missing = ["-9"]
    try roundTrip(csv)
    var synthetic = Synthetic()
    (synthetic.alpha, synthetic.iid) = (0.25, true)
    try roundTrip(synthetic)
    var sizes = GivenSizes()
    sizes.sizes = [3, 1, 4]
    try roundTrip(sizes)
    var corruption = Corruption()
    (corruption.labelNoise, corruption.freeRider) = (0.1, true)
    let text = try JSONEncoder().encode(corruption)
    #expect(try JSONDecoder().decode(Corruption.self, from: text) == corruption)
  }

  @Test("can be made in one line, what is not said being the default")
  func labelledInitialisers() {
    func made<Settings: Configurable>(
      _ settings: Settings, _ change: (inout Settings) -> Void
    ) -> Bool {
      var expected = Settings()
      change(&expected)
      return settings == expected
    }
    #expect(made(IID(clients: 3)) { $0.clients = 3 })
    #expect(made(IID(clients: 3, minimumExamples: 2)) { ($0.clients, $0.minimumExamples) = (3, 2) })
    #expect(made(DirichletLabels(clients: 3, alpha: 2)) { ($0.clients, $0.alpha) = (3, 2) })
    #expect(made(DirichletSizes(clients: 3, alpha: 2)) { ($0.clients, $0.alpha) = (3, 2) })
    #expect(
      made(ClassShards(clients: 3, classesPerClient: 4)) {
        ($0.clients, $0.classesPerClient) = (3, 4)
      })
    #expect(made(GivenSizes(sizes: [3, 1])) { $0.sizes = [3, 1] })
    #expect(made(NaturalSites(minimumExamples: 2)) { $0.minimumExamples = 2 })
    #expect(
      made(CSVFiles(files: ["a.csv"], label: "sick")) { ($0.files, $0.label) = (["a.csv"], "sick") }
    )
    #expect(
      made(CSVFiles(folder: "b", files: ["a.csv"])) { ($0.folder, $0.files) = ("b", ["a.csv"]) })
    #expect(made(IDXFiles(folder: "mnist")) { $0.folder = "mnist" })
  }

  private func roundTrip<Settings: Configurable>(_ settings: Settings) throws {
    let text = try JSONEncoder().encode(settings)
    #expect(try JSONDecoder().decode(Settings.self, from: text) == settings)
  }
}
