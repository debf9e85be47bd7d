/// What a person should see of data before believing any result on them.
public struct DataSummary: Codable, Hashable, Sendable {
  /// A class, and how many examples it has.
  public struct ClassCount: Codable, Hashable, Sendable {
    public var name: String
    public var examples: Int

    public init(name: String, examples: Int) { (self.name, self.examples) = (name, examples) }
  }

  /// In the order of the labels, over training, validation and test examples.
  public var classes: [ClassCount]
  /// What one might not expect, one sentence each: columns without a name, classes that may be one.
  public var notes: [String]

  public init(classes: [ClassCount], notes: [String] = []) {
    (self.classes, self.notes) = (classes, notes)
  }
}

extension Dataset {
  /// The classes with their counts, and the notes.
  public var summary: DataSummary {
    var counts = [Int](repeating: 0, count: classCount)
    for label in labels { counts[Int(label)] += 1 }
    return DataSummary(
      classes: zip(classNames, counts).map(DataSummary.ClassCount.init), notes: notes)
  }
}

extension DataSummary: CustomStringConvertible {
  /// The classes on one line: "no 268, yes 171"; of more than twelve, how many there are and how large.
  public var description: String {
    let sizes = classes.map(\.examples)
    guard classes.count > 12, let least = sizes.min(), let most = sizes.max() else {
      return classes.map { "\($0.name) \($0.examples)" }.joined(separator: ", ")
    }
    return "\(classes.count), of \(least) to \(counted(most, "example")) each"
  }
}
