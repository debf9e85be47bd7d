import ApportionPrimitives
import ApportionSimulation
import Testing

@Suite("FedTrimmedAvg")
struct FedTrimmedAvgTests {
  @Test("leaves out the fraction on either side, coordinate by coordinate")
  func byHand() throws {
    let models: [[Float]] = [[1, 50], [90, 2], [3, 6], [5, 4], [-80, -30]]
    #expect(try merged(FedTrimmedAvg(trim: 0.2), models) == [3, 4])
    #expect(try merged(FedTrimmedAvg(trim: 0.4), models) == [3, 4])
    #expect(try merged(FedTrimmedAvg(trim: 0.2), models.dropLast()) == [24.75, 15.5])
    #expect(try merged(FedTrimmedAvg(trim: 0.25), models.dropLast()) == [4, 5])
  }

  @Test("counts every client once, whatever it was trained on")
  func examples() throws {
    let models = drawnModels(6)
    #expect(
      try merged(FedTrimmedAvg(), models, examples: [1, 900, 3, 4, 1, 70])
        == merged(FedTrimmedAvg(), models))
  }

  @Test(
    "agrees with sorting", arguments: 1...11, [0, 0.1, 0.2, 0.3, 0.49])
  func sorted(clients: Int, trim: Double) throws {
    let models = drawnModels(clients, seed: 1)
    let made = try merged(FedTrimmedAvg(trim: trim), models)
    let cut = Int(trim * Double(clients))
    for place in made.indices {
      let kept = models.map { Double($0[place]) }.sorted().dropFirst(cut).dropLast(cut)
      #expect(made[place] == Float(kept.reduce(0, +) / Double(kept.count)))
    }
  }

  @Test("with nothing trimmed it is the unweighted mean", arguments: [1, 2, 5, 8])
  func nothing(clients: Int) throws {
    let models = drawnModels(clients)
    let made = try merged(FedTrimmedAvg(trim: 0), models)
    // Both round once to Float, of numbers below 4.
    #expect(largestDifference(made, naiveMean(models)) <= 0x1p-23)
    #expect(try clients > 4 || merged(FedTrimmedAvg(trim: 0.2), models) == made)
  }

  @Test("refuses to leave out everything, or less than nothing", arguments: [-0.1, 0.5, 1, .nan])
  func refusals(trim: Double) {
    let error = #expect(throws: InvalidSetting.self) { try FedTrimmedAvg(trim: trim).validate() }
    #expect(
      error?.description == """
        `trim` is \(trim), but must be at least 0 and below 0.5; it is left out on either side, \
        and something must be left
        """)
  }
}
