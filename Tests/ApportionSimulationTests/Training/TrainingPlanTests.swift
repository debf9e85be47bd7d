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
      TrainingPlan(localSteps: many + 1),
    ] {
      #expect(throws: (any Error).self) { try plan.validate() }
    }
  }
}
