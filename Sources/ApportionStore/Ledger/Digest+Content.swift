public import ApportionPrimitives
public import ApportionSimulation

extension Digest {
  /// SHA-256 of a model: its parameters as little-endian floats.
  public init(of model: Parameters) {
    self.init(ofWords: model.values.map { $0.bitPattern.littleEndian })
  }

  /// SHA-256 of examples: for each row the label as four bytes, then the features as floats, all
  /// little-endian.
  ///
  /// - Parameters:
  ///   - dataset: the dataset that contains the examples.
  ///   - rows: the rows of the examples, in the order of hashing.
  public init(of dataset: Dataset, rows: [Int]) {
    var hash = SHA256()
    let width = dataset.featureCount
    var example = [UInt32](repeating: 0, count: 1 + width)
    dataset.features.withUnsafeBufferPointer { features in
      for row in rows {
        example[0] = UInt32(bitPattern: dataset.labels[row]).littleEndian
        for column in 0..<width {
          example[1 + column] = features[row * width + column].bitPattern.littleEndian
        }
        example.withUnsafeBytes { hash.update($0) }
      }
    }
    self = hash.finalized()
  }

  init(of bytes: [UInt8]) { self.init(ofWords: bytes) }

  private init<Word>(ofWords words: [Word]) {
    var hash = SHA256()
    words.withUnsafeBytes { hash.update($0) }
    self = hash.finalized()
  }
}
