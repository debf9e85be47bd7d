public import Apportion

/// Where these types are found by their ids.
public let ownCatalogs: Catalogs = {
  var catalogs = Catalogs.builtIn
  catalogs.datasets = catalogs.datasets.adding(Spirals.self)
  catalogs.partitioners = catalogs.partitioners.adding(EveryNth.self)
  catalogs.strategies = catalogs.strategies.adding(Nearest.self, Inertia.self)
  catalogs.methods = catalogs.methods.adding(FirstAndLast.self)
  return catalogs
}()

/// A small experiment that is made of one's own types.
public func ownConfiguration(_ strategy: any Strategy = Inertia(), rounds: Int = 4)
  -> Configuration
{
  var configuration = Configuration()
  configuration.name = "own"
  configuration.seed = 3
  configuration.dataset = Spirals()
  configuration.partition = EveryNth()
  configuration.model = MultilayerPerceptron(hidden: [6])
  configuration.training = TrainingPlan(rounds: rounds, batchSize: 16)
  configuration.strategy = strategy
  configuration.valuation = [FirstAndLast(), Shapley()]
  configuration.record = true
  return configuration
}
