/// A summary of the data to check before trusting results: the classes with counts, and notes.
public struct DataSummary: Codable, Hashable, Sendable {
  /// A class and its number of examples.
  public struct ClassCount: Codable, Hashable, Sendable {
    /// The name of the class.
    public var name: String
    /// The number of its examples.
    public var examples: Int

    /// A class with its number of examples.
    public init(name: String, examples: Int) { (self.name, self.examples) = (name, examples) }
  }

  /// The classes in the order of the labels, counted over training, validation and test examples.
  public var classes: [ClassCount]
  /// Unexpected properties, one sentence each: columns without a name, labels that may be one class.
  public var notes: [String]

  /// A summary of the given classes and notes.
  public init(classes: [ClassCount], notes: [String] = []) {
    (self.classes, self.notes) = (classes, notes)
  }
}

extension Dataset {
  /// The classes with their numbers of examples, and the notes.
  public var summary: DataSummary {
    var counts = [Int](repeating: 0, count: classCount)
    for label in labels { counts[Int(label)] += 1 }
    return DataSummary(
      classes: zip(classNames, counts).map(DataSummary.ClassCount.init), notes: notes)
  }
}

extension DataSummary: CustomStringConvertible {
  /// The classes on one line: "no 268, yes 171".
  ///
  /// For more than twelve classes, only their number and the range of their sizes.
  public var description: String {
    let sizes = classes.map(\.examples)
    guard classes.count > 12, let least = sizes.min(), let most = sizes.max() else {
      return classes.map { "\($0.name) \($0.examples)" }.joined(separator: ", ")
    }
    return "\(classes.count), of \(least) to \(counted(most, "example")) each"
  }
}
