import ApportionSimulation
import Testing

@Suite("DatasetSource")
struct DatasetSourceTests {
  @Test("relative paths are taken from another folder, absolute ones stay")
  func resolving() {
    var csv = CSVFiles(folder: "data", files: ["a.csv", "/elsewhere/b.csv"])
    #expect(csv.paths == ["data/a.csv", "/elsewhere/b.csv"])
    #expect(
      csv.resolvingPaths(against: "/home/me").paths == ["/home/me/data/a.csv", "/elsewhere/b.csv"])
    csv.folder = "/data"
    #expect(csv.resolvingPaths(against: "/home/me") == csv)
    #expect(
      IDXFiles(folder: "mnist").resolvingPaths(against: "/home/me").folder == "/home/me/mnist")
    #expect(IDXFiles(folder: "/mnist").resolvingPaths(against: "/home/me").folder == "/mnist")
    #expect(Digits().resolvingPaths(against: "/home/me") == Digits())
    #expect(Digits().paths == [])
  }

  @Test(
    "files are read from the working directory if they are there alone, else from where the run began"
  )
  func locating() throws {
    try TemporaryFolder.use { folder in
      let source = CSVFiles(files: ["a.csv"])
      #expect(source.locatingFiles(from: folder.path).paths == ["\(folder.path)/a.csv"])
      try folder.write("a,label\n", to: "a.csv")
      #expect(source.locatingFiles(from: folder.path).paths == ["\(folder.path)/a.csv"])
      // The tests run where the package is.
      let here = CSVFiles(files: ["Package.swift"])
      #expect(here.locatingFiles(from: folder.path) == here)
    }
  }
}
