import Apportion

// The README's example, kept here so that it compiles. A test compares the two.
func readmeExample() async throws {
  // example: begin
  var configuration = Configuration()
  configuration.seed = 7
  configuration.partition = DirichletLabels(clients: 6, alpha: 3)
  configuration.clients = [
    ClientOverride(client: "4", labelNoise: 0.6), ClientOverride(client: "5", freeRider: true),
  ]
  configuration.training = TrainingPlan(rounds: 20, localEpochs: 2, learningRate: 0.05)
  let result = try await Experiment(configuration).run()
  for (client, value) in zip(result.clients, result.contributions[0].values) {
    print(client.name, client.examples, value)
  }
  // example: end
}
