import ApportionSimulation
import Testing

@Suite("TrainingPlan")
struct TrainingPlanTests {
  @Test("made with names is the same as made by hand, and what is not named is the default")
  func named() {
    var plan = TrainingPlan()
    plan.localSteps = 5
    plan.schedule.every = 3
    plan.weightDecay = 0.01
    let schedule = LearningRateSchedule(every: 3)
    #expect(TrainingPlan(localSteps: 5, schedule: schedule, weightDecay: 0.01) == plan)

    var perceptron = MultilayerPerceptron()
    (perceptron.hidden, perceptron.activation) = ([3], .tanh)
    #expect(MultilayerPerceptron(hidden: [3], activation: .tanh) == perceptron)
    #expect(MultilayerPerceptron(hidden: [64]) == MultilayerPerceptron())

    var participation = Participation()
    participation.fraction = 0.25
    #expect(Participation(fraction: 0.25) == participation)
  }

  @Test("takes the largest numbers that it may, and no larger")
  func bounds() throws {
    let (rounds, many) = (1_000_000, 1_000_000_000)
    try TrainingPlan(rounds: rounds, localEpochs: many).validate()
    try TrainingPlan(localSteps: many).validate()
    for plan in [
      TrainingPlan(rounds: rounds + 1), TrainingPlan(localEpochs: many + 1),
      TrainingPlan(localSteps: many + 1), TrainingPlan(batchSize: .max),
    ] {
      #expect(throws: (any Error).self) { try plan.validate() }
    }
  }

  @Test(
    "updates say the sum of the lengths with which gradients went into them",
    arguments: [0, 0.5, 0.9], [0, 7])
  func stepSum(momentum: Double, localSteps: Int) async throws {
    var small = SmallFederation()
    small.plan.momentum = momentum
    small.plan.localSteps = localSteps
    small.plan.localEpochs = localSteps > 0 ? 1 : 3
    small.plan.schedule.factor = 0.5
    var idle = Corruption()
    idle.freeRider = true
    small.corruptions[1] = idle
    for round in try await small.rounds(2) {
      let rate = 0.1 * (round.number == 1 ? 1 : 0.5)
      for (size, update) in zip(small.sizes, round.updates) {
        // Batches of four; the one gradient of step j, followed until the end of the round.
        let steps = localSteps > 0 ? localSteps : 3 * ((size + 3) / 4)
        let sum = (0..<steps).reduce(0.0) { sum, own in
          var (velocity, moved) = (0.0, 0.0)
          for step in 0..<steps {
            velocity = momentum * velocity + (step == own ? 1 : 0)
            moved += rate * velocity
          }
          return sum + moved
        }
        #expect(abs(try #require(update.stepSum) - sum) <= 1e-14 * sum)
        if momentum == 0 { #expect(abs(sum - rate * Double(steps)) <= 1e-14 * sum) }
      }
    }
  }
}
