import ApportionPrimitives
import ApportionSimulation
import Synchronization

/// Data sets that several runs share, so that they are not read and prepared again for each run.
///
/// A source's data depend only on its settings and the seed. The two latest are kept: runs are ordered by
/// seed, and those that execute at once have at most two seeds most of the time.
final class SharedData: Sendable {
  private struct Entry {
    let key: String
    let dataset: Dataset
    let split: Split
  }

  private let latest = Mutex<[Entry]>([])

  /// The data that `configuration` describes, prepared now unless they are kept.
  ///
  /// Two runs that ask at the same time may both prepare them, with the same result.
  func prepared(_ configuration: Configuration) throws -> (dataset: Dataset, split: Split) {
    let key = try "\(configuration.seed) \(configuration.datasetText)"
    if let entry = latest.withLock({ $0.first { $0.key == key } }) {
      return (entry.dataset, entry.split)
    }
    let (dataset, split) = try configuration.preparedData()
    latest.withLock {
      $0.removeAll { $0.key == key }
      $0 = $0.suffix(1) + [Entry(key: key, dataset: dataset, split: split)]
    }
    return (dataset, split)
  }
}

extension Configuration {
  /// The data, divided into training, validation and test examples.
  func preparedData() throws -> (dataset: Dataset, split: Split) {
    try dataset.prepared(using: RandomStream(seed: seed).child("dataset"))
  }
}
