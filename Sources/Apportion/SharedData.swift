import ApportionPrimitives
import ApportionSimulation
import Synchronization

/// Data sets that several runs share, so that each need not read and prepare them again.
///
/// What a source gives is up to its settings and the seed alone. The two latest are kept: runs come
/// ordered by seed, and those that are made at once are of two seeds at most for a while.
final class SharedData: Sendable {
  private struct Entry {
    let key: String
    let dataset: Dataset
    let split: Split
  }

  private let latest = Mutex<[Entry]>([])

  /// What `configuration` asks for, prepared now unless it is there.
  ///
  /// Two runs that ask at once may both prepare it, and get the same.
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
  /// The data, divided into training, validation and test.
  func preparedData() throws -> (dataset: Dataset, split: Split) {
    try dataset.prepared(using: RandomStream(seed: seed).child("dataset"))
  }
}
