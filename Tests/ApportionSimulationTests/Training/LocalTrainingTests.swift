import ApportionPrimitives
import ApportionSimulation
import Testing

@Suite("LocalTraining")
struct LocalTrainingTests {
  static let dataset = scattered(30, features: 4, classes: 3, seed: 20)
  /// Ten of the thirty examples, so that batches of 4 leave a last one of 2.
  static let client = Client(
    id: 3, name: "3", dataset: dataset, rows: Array(stride(from: 1, to: 30, by: 3)))

  /// SGD in Double, a step at a time, with gradients by central differences.
  static func twin(
    _ network: Network, _ plan: TrainingPlan, round: Int, from start: Parameters,
    minimising objective: LocalObjective = LocalObjective(), using stream: RandomStream
  ) -> [Double] {
    let reference = ReferenceNetwork(network)
    let rate = plan.learningRate * plan.schedule.multiplier(inRound: round)
    var model = start.doubles
    var velocity = [Double](repeating: 0, count: model.count)
    var (steps, epoch) = (0, 0)
    while plan.localSteps > 0 ? steps < plan.localSteps : epoch < plan.localEpochs {
      var order = client.rows
      var shuffle = stream.child("epoch", epoch)
      shuffle.shuffle(&order)
      for batch in chunks(of: order.count, by: plan.batchSize) {
        if plan.localSteps > 0, steps == plan.localSteps { break }
        let gradient = reference.gradient(model, dataset, rows: Array(order[batch]))
        for index in model.indices {
          velocity[index] =
            plan.momentum * velocity[index] + gradient[index] + plan.weightDecay * model[index]
            + Double(objective.slope?.values[index] ?? 0)
            + objective.proximal * (model[index] - Double(start.values[index]))
        }
        for index in model.indices { model[index] -= rate * velocity[index] }
        steps += 1
      }
      epoch += 1
    }
    return model
  }

  static func plan(_ change: (inout TrainingPlan) -> Void) -> TrainingPlan {
    var plan = TrainingPlan()
    plan.batchSize = 4
    plan.learningRate = 0.25
    change(&plan)
    return plan
  }

  static let plans: [TrainingPlan] = [
    plan { $0.localEpochs = 3 },
    plan { $0.localSteps = 1 },
    plan { $0.localSteps = 7 },
    plan {
      $0.localEpochs = 3
      $0.momentum = 0.75
    },
    plan {
      $0.localSteps = 8
      $0.weightDecay = 0.125
    },
    plan {
      $0.localEpochs = 2
      $0.momentum = 0.5
      $0.weightDecay = 0.0625
      $0.schedule.factor = 0.5
      $0.schedule.decay = 0.25
    },
    plan {
      $0.batchSize = 1
      $0.momentum = 0.5
    },
    plan { $0.batchSize = 64 },
  ]

  @Test("agrees with SGD in double precision", arguments: plans.indices, [1, 3])
  func twins(plan: Int, round: Int) throws {
    for network in [
      Network(widths: [4, 3]), Network(widths: [4, 5, 3]),
      Network(widths: [4, 5, 3], activation: .tanh),
    ] {
      let (plan, stream) = (Self.plans[plan], RandomStream(seed: 21))
      let start = drawn(for: network, seed: 22)
      let truth = Self.twin(network, plan, round: round, from: start, using: stream)
      let model = try LocalTraining(network: network, plan: plan, round: round)(
        Self.client, from: start, using: stream)
      for (index, truth) in truth.enumerated() {
        // At most ten steps, each rounded a few times to 2⁻²⁴ of numbers near 1.
        #expect(
          abs(Double(model.values[index]) - truth) < 5e-6,
          "\(network.name(ofParameter: index)) of \(network.widths)")
      }
    }
  }

  @Test(
    "agrees with SGD in double precision where clients minimise more than their loss",
    arguments: plans.indices, objectives.indices)
  func twinsWithObjective(plan: Int, objective: Int) throws {
    for network in [Network(widths: [4, 3]), Network(widths: [4, 5, 3], activation: .tanh)] {
      let (plan, stream) = (Self.plans[plan], RandomStream(seed: 35))
      let start = drawn(for: network, seed: 36)
      let objective = Self.objectives[objective](network)
      let truth = Self.twin(
        network, plan, round: 1, from: start, minimising: objective, using: stream)
      let model = try LocalTraining(network: network, plan: plan, round: 1)(
        Self.client, from: start, minimising: objective, using: stream)
      let plain = try LocalTraining(network: network, plan: plan, round: 1)(
        Self.client, from: start, using: stream)
      for (index, truth) in truth.enumerated() {
        // As above; slopes of about 1 take the numbers further, to below 8.
        #expect(
          abs(Double(model.values[index]) - truth) < 2e-5,
          "\(network.name(ofParameter: index)) of \(network.widths)")
      }
      // A client that is only held has moved nowhere yet when it takes its first step.
      if objective.slope != nil || plan.localSteps != 1 { #expect(model != plain) }
    }
  }

  static let objectives: [@Sendable (Network) -> LocalObjective] = [
    { LocalObjective(slope: drawn(for: $0, seed: 37)) },
    { _ in LocalObjective(proximal: 0.75) },
    { LocalObjective(slope: drawn(for: $0, seed: 38), proximal: 1.5) },
  ]

  @Test("one step by hand")
  func oneStep() throws {
    // Two classes and no features to tell them by: the gradient of the biases is ½ and −½.
    let network = Network(widths: [1, 2])
    let dataset = Dataset(
      features: [0], featureCount: 1, labels: [1], classNames: ["a", "b"])
    let client = Client(id: 0, name: "0", dataset: dataset, rows: [0])
    let plan = TrainingPlan(localSteps: 2, learningRate: 0.5)
    let objective = LocalObjective(slope: Parameters([2, 0, -0.5, 0.5]), proximal: 1)
    let model = try LocalTraining(network: network, plan: plan, round: 1)(
      client, from: Parameters([3, 4, 1, 1]), minimising: objective, using: RandomStream(seed: 0))
    // The slope stills the biases; the first weight goes from 3 by ½ · 2, then by ½ (2 − 1).
    #expect(model.values == [1.5, 4, 1, 1])
  }

  @Test("counting by steps ends where counting by epochs does")
  func stepsAndEpochs() throws {
    let network = Network(widths: [4, 5, 3])
    let start = drawn(for: network, seed: 23)
    let epochs = Self.plan { $0.localEpochs = 2 }
    // Ten examples by fours are three steps an epoch.
    let steps = Self.plan { $0.localSteps = 6 }
    let models = try [epochs, steps].map {
      try LocalTraining(network: network, plan: $0, round: 1)(
        Self.client, from: start, using: RandomStream(seed: 24))
    }
    #expect(models[0] == models[1])
  }

  @Test("uses no example but the client's own")
  func ownRows() throws {
    let network = Network(widths: [4, 5, 3])
    let start = drawn(for: network, seed: 25)
    var spoilt = Self.dataset
    for row in 0..<30 where !Self.client.rows.contains(row) {
      for feature in 0..<4 { spoilt.features[row * 4 + feature] = .nan }
    }
    let training = LocalTraining(
      network: network, plan: Self.plan { $0.localEpochs = 3 }, round: 1)
    let other = Client(id: 3, name: "3", dataset: spoilt, rows: Self.client.rows)
    let stream = RandomStream(seed: 26)
    let models = try [other, Self.client].map { try training($0, from: start, using: stream) }
    #expect(models[0] == models[1])
  }

  @Test("goes through the examples in another order with another stream")
  func order() throws {
    let network = Network(widths: [4, 3])
    let start = drawn(for: network, seed: 27)
    let training = LocalTraining(network: network, plan: Self.plan { _ in }, round: 1)
    let models = try [28, 29].map {
      try training(Self.client, from: start, using: RandomStream(seed: $0))
    }
    #expect(models[0] != models[1])
  }

  @Test("gives the same bits with every instruction set", arguments: plans.indices)
  func kernels(plan: Int) throws {
    let network = Network(widths: [4, 17, 3], activation: .tanh)
    let start = drawn(for: network, seed: 30)
    let training = LocalTraining(network: network, plan: Self.plans[plan], round: 2)
    let models = try Kernels.available.map {
      try training(Self.client, from: start, using: RandomStream(seed: 31), kernels: $0)
    }
    for (kernels, model) in zip(Kernels.available, models) {
      #expect(model == models[0], "\(kernels.name)")
    }
  }

  @Test(
    "gives the same bits by the sparse first layer as by the dense one", arguments: [0, 4, 5],
    [nil, 0, 1, 2])
  func sparse(plan: Int, objective: Int?) throws {
    // Mostly zeros, in patterns that leave whole columns and whole samples empty; 70 units are not a
    // multiple of anything.
    var draws = RandomStream(seed: 32)
    let features = (0..<40 * 90).map { index in
      draws.uniform() < 0.15 && index % 7 != 0 && index / 90 != 3 ? Float(draws.normal()) : 0
    }
    let dataset = Dataset(
      features: features, featureCount: 90, labels: (0..<40).map { Int32($0 % 3) },
      classNames: ["a", "b", "c"])
    let client = Client(id: 0, name: "0", dataset: dataset, rows: Array(0..<40))
    let network = Network(widths: [90, 70, 3])
    #expect(client.density < 0.2)
    let start = drawn(for: network, seed: 33)
    let training = LocalTraining(network: network, plan: Self.plans[plan], round: 1)
    let objective = objective.map { Self.objectives[$0](network) } ?? LocalObjective()
    var first: Parameters?
    for kernels in Kernels.available {
      let models = try [InputLayer.dense, .sparse].map {
        try training(
          client, from: start, minimising: objective, through: $0, using: RandomStream(seed: 34),
          kernels: kernels)
      }
      #expect(models[0] == models[1], "\(kernels.name)")
      #expect(models[0] == first ?? models[0], "\(kernels.name)")
      #expect(models[0] != start)
      first = models[0]
    }
  }
}
