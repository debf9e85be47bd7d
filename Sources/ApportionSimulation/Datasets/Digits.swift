public import ApportionPrimitives

/// Handwritten digits: 1,797 images of 8 × 8 pixels, 10 classes.
///
/// The test part of "Optical Recognition of Handwritten Digits" by E. Alpaydin and C. Kaynak, UCI
/// Machine Learning Repository, 1998, https://doi.org/10.24432/C50P49, licence CC BY 4.0, as
/// distributed with scikit-learn. Pixels are divided by 16, so that features are in [0, 1].
public struct Digits: DatasetSource {
  public static let id = "digits"
  public static let summary = "1,797 handwritten digits of 8 × 8 pixels, 10 classes (UCI), built in"

  /// The fraction of the examples on which utilities are measured.
  public var validation = 0.2
  /// The fraction of the examples on which accuracy is reported.
  public var test = 0.2

  public init() {}

  public var preparation: Preparation { Preparation() }
  public var holdout: Holdout { Holdout(validation: validation, test: test) }
  public func validate() throws { try holdout.validate() }

  public func load(using stream: RandomStream) throws -> Table {
    let (rows, pixels) = (1797, 64)
    // Each row is 64 pixels and the label, one byte each.
    let bytes = embedded(digitsData, count: rows * (pixels + 1))
    let columns = stride(from: 0, to: bytes.count, by: pixels + 1)
    return Table(
      featureNames: (0..<pixels).map { "pixel \($0 / 8),\($0 % 8)" },
      features: columns.flatMap { bytes[$0..<$0 + pixels].map { Float($0) / 16 } },
      labels: columns.map { Int32(bytes[$0 + pixels]) },
      classNames: (0..<10).map(String.init))
  }
}
