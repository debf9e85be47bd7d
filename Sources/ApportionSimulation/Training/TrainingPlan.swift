public import ApportionPrimitives

/// The settings of local training, which are the same for all clients and rounds.
public struct TrainingPlan: Codable, Hashable, Sendable {
  /// The number of rounds.
  public var rounds: Int
  /// Passes over a client's examples per round; must be 1 if `localSteps` is above 0.
  public var localEpochs: Int
  /// Steps of SGD per client and round, or 0 to train for `localEpochs`.
  public var localSteps: Int
  /// The number of examples in a batch.
  public var batchSize: Int
  /// The learning rate η in round 1, for the mean loss of a batch.
  public var learningRate: Double
  /// The change of the learning rate over the rounds.
  public var schedule: LearningRateSchedule
  /// μ in v ← μ v + g, θ ← θ − η v.
  ///
  /// The velocity starts at 0 in every round.
  public var momentum: Double
  /// λ: λ θ is added to the gradient of every parameter.
  public var weightDecay: Double

  /// A plan with the given settings.
  public init(
    rounds: Int = 20, localEpochs: Int = 1, localSteps: Int = 0, batchSize: Int = 32,
    learningRate: Double = 0.1, schedule: LearningRateSchedule = LearningRateSchedule(),
    momentum: Double = 0, weightDecay: Double = 0
  ) {
    self.rounds = rounds
    self.localEpochs = localEpochs
    self.localSteps = localSteps
    self.batchSize = batchSize
    self.learningRate = learningRate
    self.schedule = schedule
    self.momentum = momentum
    self.weightDecay = weightDecay
  }

  /// The number of SGD steps of a client in a round.
  package func steps(for client: Client) -> Int {
    let epochSteps = (client.exampleCount + batchSize - 1) / batchSize
    return localSteps > 0 ? localSteps : localEpochs * epochSteps
  }

  /// η in `round`, counting from 1.
  func learningRate(inRound round: Int) -> Double {
    learningRate * schedule.multiplier(inRound: round)
  }

  /// The sum of the coefficients with which a client's gradients enter its model in `round`.
  ///
  /// With momentum, a gradient also contributes to later steps, so after τ steps the sum is
  /// η Σₜ (1 + μ + … + μᵗ⁻¹) over t = 1…τ.
  package func stepSum(for client: Client, inRound round: Int) -> Double {
    var (reach, sum) = (0.0, 0.0)
    for _ in 0..<steps(for: client) {
      reach = momentum * reach + 1
      sum += reach
    }
    return learningRate(inRound: round) * sum
  }

  /// Rejects settings that are out of range.
  ///
  /// - Throws: `InvalidSetting` if a setting is out of range.
  public func validate() throws(InvalidSetting) {
    try InvalidSetting.check("rounds", rounds, rounds >= 1, mustBe: "at least 1")
    try InvalidSetting.check("rounds", rounds, rounds <= 1_000_000, mustBe: "at most 1,000,000")
    // Far above practical values, and low enough that the product with a number of examples cannot
    // overflow.
    let most = 1_000_000_000
    try InvalidSetting.check("localEpochs", localEpochs, localEpochs >= 1, mustBe: "at least 1")
    try InvalidSetting.check(
      "localEpochs", localEpochs, localEpochs <= most, mustBe: "at most 1,000,000,000")
    try InvalidSetting.check(
      "localSteps", localSteps, localSteps >= 0, mustBe: "at least 0, where 0 means epochs")
    try InvalidSetting.check(
      "localSteps", localSteps, localSteps <= most, mustBe: "at most 1,000,000,000")
    try InvalidSetting.check(
      "localEpochs", localEpochs, localEpochs == 1 || localSteps == 0,
      mustBe: "1 if clients train for a number of steps; set epochs or steps, not both")
    try InvalidSetting.check("batchSize", batchSize, batchSize >= 1, mustBe: "at least 1")
    try InvalidSetting.check(
      "batchSize", batchSize, batchSize <= most, mustBe: "at most 1,000,000,000")
    try InvalidSetting.check(
      "learningRate", learningRate, learningRate > 0 && learningRate.isFinite,
      mustBe: "above 0 and finite")
    try InvalidSetting.check(
      "momentum", momentum, momentum >= 0 && momentum < 1, mustBe: "at least 0 and below 1")
    try InvalidSetting.check(
      "weightDecay", weightDecay, weightDecay >= 0 && weightDecay.isFinite,
      mustBe: "at least 0 and finite")
    try schedule.validate()
  }
}

/// The decrease of the learning rate over the rounds.
///
///     ηₜ = η · factor^⌊(t − 1) / every⌋ / (1 + decay · (t − 1))
///
/// A factor of 1 and a decay of 0 keep it constant.
public struct LearningRateSchedule: Codable, Hashable, Sendable {
  /// The factor that is applied to the rate after every `every` rounds.
  public var factor: Double
  /// The number of rounds between applications of `factor`.
  public var every: Int
  /// The decay per round.
  public var decay: Double

  /// A schedule with the given settings.
  public init(factor: Double = 1, every: Int = 1, decay: Double = 0) {
    (self.factor, self.every, self.decay) = (factor, every, decay)
  }

  /// Rejects settings that are out of range.
  ///
  /// - Throws: `InvalidSetting` if a setting is out of range.
  public func validate() throws(InvalidSetting) {
    try InvalidSetting.check(
      "schedule.factor", factor, factor > 0 && factor <= 1, mustBe: "above 0 and at most 1")
    try InvalidSetting.check("schedule.every", every, every >= 1, mustBe: "at least 1")
    try InvalidSetting.check(
      "schedule.decay", decay, decay >= 0 && decay.isFinite, mustBe: "at least 0 and finite")
  }

  /// The ratio of the learning rate in `round`, counting from 1, to the rate in round 1.
  public func multiplier(inRound round: Int) -> Double {
    var multiplier = 1 / (1 + decay * Double(round - 1))
    for _ in 0..<((round - 1) / every) { multiplier *= factor }
    return multiplier
  }
}
