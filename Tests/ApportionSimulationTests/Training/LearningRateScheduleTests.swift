import ApportionPrimitives
import ApportionSimulation
import Testing

@Suite("LearningRateSchedule")
struct LearningRateScheduleTests {
  static func multipliers(_ schedule: LearningRateSchedule) -> [Double] {
    (1...7).map(schedule.multiplier(inRound:))
  }

  @Test("is constant unless told otherwise")
  func constant() {
    #expect(Self.multipliers(LearningRateSchedule()) == [1, 1, 1, 1, 1, 1, 1])
  }

  @Test("falls by the factor after every so many rounds")
  func steps() {
    var schedule = LearningRateSchedule()
    schedule.factor = 0.5
    #expect(Self.multipliers(schedule) == [1, 0.5, 0.25, 0.125, 0.0625, 0.03125, 0.015625])
    schedule.every = 3
    #expect(Self.multipliers(schedule) == [1, 1, 1, 0.5, 0.5, 0.5, 0.25])
  }

  @Test("falls like 1 / (1 + decay · rounds past), and by both at once")
  func decay() {
    var schedule = LearningRateSchedule()
    schedule.decay = 0.5
    let slowed: [Double] = [1, 1.5, 2, 2.5, 3, 3.5, 4]
    #expect(Self.multipliers(schedule) == slowed.map { 1 / $0 })
    schedule.factor = 0.5
    schedule.every = 2
    let halved: [Double] = [1, 1, 0.5, 0.5, 0.25, 0.25, 0.125]
    #expect(Self.multipliers(schedule) == zip(halved, slowed).map { $0 * (1 / $1) })
  }

  @Test("refuses what is out of range")
  func refusals() {
    func complaint(_ change: (inout LearningRateSchedule) -> Void) -> String? {
      var plan = TrainingPlan()
      change(&plan.schedule)
      return #expect(throws: InvalidSetting.self) { try plan.validate() }?.description
    }
    #expect(
      complaint { $0.factor = 1.5 }
        == "`schedule.factor` is 1.5, but must be above 0 and at most 1")
    #expect(complaint { $0.every = 0 } == "`schedule.every` is 0, but must be at least 1")
    #expect(
      complaint { $0.decay = -1 } == "`schedule.decay` is -1.0, but must be at least 0 and finite")
  }
}
