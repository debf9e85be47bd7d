import ApportionReconstruction
import ApportionStore
import Foundation
import Testing

@Suite("StoredRetraining")
struct StoredRetrainingTests {
  let folder: ScratchFolder
  let path: String
  let game = StoredRetraining([.accuracy: [1.0 / 3, -0.25], .loss: [2.0 / 7, 1e-300]])

  init() throws {
    folder = try ScratchFolder()
    path = folder.path("deep/game")
    try game.write(to: path)
  }

  @Test("is what was written, to the bit")
  func same() throws {
    #expect(try StoredRetraining(path: path) == game)
    #expect(
      try folder.text("deep/game/values.csv") == """
        client,method,game,utility,value
        0,shapley,retraining,accuracy,0.33333333333333331
        1,shapley,retraining,accuracy,-0.25
        0,shapley,retraining,loss,0.2857142857142857
        1,shapley,retraining,loss,1e-300

        """)
  }

  @Test(
    "names the place where the file is not what a game writes",
    arguments: [
      (
        "\n1,shapley,retraining,loss", "\n2,shapley,retraining,loss",
        ":5: column client: \"2\" is not client 1, which is next"
      ),
      ("0,shapley", "0,banzhaf", ":2: column method: \"banzhaf\" is not shapley"),
      ("retraining", "multi-round", ":2: column game: \"multi-round\" is not retraining"),
      ("accuracy", "recall", ":2: column utility: \"recall\" is not a utility"),
      ("-0.25", "inf", ":3: column value: \"inf\" is not a finite number"),
      (
        "\n1,shapley,retraining,loss,1e-300", "",
        ": has 2 and 1 values of its utilities"
      ),
    ])
  func broken(text: String, replacement: String, problem: String) throws {
    let csv = try folder.text("deep/game/values.csv")
    let range = try #require(csv.range(of: text))
    try folder.write(
      csv.replacingCharacters(in: range, with: replacement), to: "deep/game/values.csv")
    let error = #expect(throws: RunFileError.self) { _ = try StoredRetraining(path: path) }
    #expect(
      error?.description
        == "\(path)/values.csv\(problem); remove the run's folder and run it again")
  }
}
