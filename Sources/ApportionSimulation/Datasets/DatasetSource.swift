public import ApportionPrimitives

/// Where the examples of an experiment come from.
public protocol DatasetSource: Configurable {
  /// How the examples are made ready for training.
  var preparation: Preparation { get }

  /// How the examples are divided into training, validation and test.
  var holdout: Holdout { get }

  /// Reads or draws the examples.
  ///
  /// - Parameter stream: for sources that draw their examples.
  /// - Returns: the examples, before anything is fitted to them.
  /// - Throws: ``DataError`` with the file and place of what is wrong.
  func load(using stream: RandomStream) throws -> Table
}

extension DatasetSource {
  /// Loads, divides and prepares the examples; what is fitted is fitted to training rows alone.
  public func prepared(using stream: RandomStream) throws -> (dataset: Dataset, split: Split) {
    let table = try load(using: stream.child("load"))
    let split = try holdout.split(table, using: stream.child("split"))
    return (try preparation.apply(to: table, fittedTo: split.train), split)
  }
}
