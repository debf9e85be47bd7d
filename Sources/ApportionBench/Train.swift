import Apportion

/// One round of training on MNIST's 60,000 images: ten clients, one epoch, batches of 32.
struct Train {
  var data: String
  var threads = 1
  var runs = 3

  struct Line: Encodable {
    var program = "apportion"
    var clients: Int
    var threads: Int
    var steps: Int
    var train_s: Double
    var train_s_min: Double
    var train_cpu_s: Double
    var train_cpu_s_min: Double
    var test_accuracy: Double
    var peak_rss_mib: Int
  }

  func callAsFunction() async throws -> Line {
    var source = IDXFiles()
    source.folder = data
    let (dataset, split) = try source.prepared(using: RandomStream(seed: 0))
    let rows = (split.train + split.validation).sorted()
    let stream = RandomStream(seed: 1)
    var partition = IID()
    partition.clients = 10
    let clients = try partition.partition(dataset, rows: rows, using: stream).enumerated().map {
      Client(id: $0, name: $1.name, dataset: dataset, rows: $1.rows)
    }
    let network = Network(widths: [dataset.featureCount, 128, dataset.classCount])
    let start = Federation(
      network: network, clients: clients, plan: TrainingPlan(rounds: 1, learningRate: 0.05),
      participation: Participation(), strategy: FedAvg(),
      initial: Initialization.kaiming.parameters(of: network, using: stream), using: stream)
    var model = start.global
    let measured = try await Measurement(runs: runs) {
      var federation = start
      model = try await federation.nextRound(threads: threads).globalAfter
    }
    let test = EvaluationSet(dataset, rows: split.test)(network, model)
    guard test.accuracy > 0.8 else {
      throw BenchError("one round reached a test accuracy of only \(test.accuracy)")
    }
    return Line(
      clients: clients.count, threads: threads,
      steps: clients.reduce(0) { $0 + ($1.exampleCount + 31) / 32 },
      train_s: measured.medianWall, train_s_min: measured.bestWall,
      train_cpu_s: measured.medianCPU, train_cpu_s_min: measured.bestCPU,
      test_accuracy: test.accuracy, peak_rss_mib: Measurement.peakMemory)
  }
}
