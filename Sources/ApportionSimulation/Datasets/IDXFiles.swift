public import ApportionPrimitives
import Foundation

/// Images in the IDX format, plain or gzipped.
///
/// The folder contains MNIST's four files under their usual names, or those of another data set that
/// uses the same names. Pixels are divided by 255.
///
/// The `t10k` images are the test rows; validation rows are taken from the training images.
public struct IDXFiles: DatasetSource {
  public static let id = "idx"
  public static let summary = "a folder with MNIST's four IDX files, plain or gzipped"

  /// The folder of the files, relative to the working directory.
  public var folder = "."
  /// The number of classes; labels start at 0.
  public var classes = 10
  /// The number of training images to use, from the first on; 0 for all.
  public var limit = 0
  /// The fraction of the training images on which utilities are measured.
  public var validation = 0.15

  public init() {}

  /// A source that reads the files in `folder`, with default values for the other settings.
  public init(folder: String) { self.folder = folder }

  public var preparation: Preparation { Preparation() }
  public var holdout: Holdout { Holdout(validation: validation, test: 0) }

  public func validate() throws {
    try InvalidSetting.check("classes", classes, classes >= 2, mustBe: "at least 2")
    try InvalidSetting.check(
      "classes", classes, classes <= 256, mustBe: "at most 256, as labels are bytes")
    try InvalidSetting.check("limit", limit, limit >= 0, mustBe: "at least 0, where 0 means all")
    try holdout.validate()
  }

  public var paths: [String] { [folder] }

  public func resolvingPaths(against folder: String) -> IDXFiles {
    var resolved = self
    resolved.folder = joined(folder, self.folder)
    return resolved
  }

  public func load(using stream: RandomStream) throws -> Table {
    let train = try IDXReader.images(
      try find("train-images", "idx3"), labels: try find("train-labels", "idx1"), folder: folder,
      classes: classes, limit: limit > 0 ? limit : nil)
    let testPath = try find("t10k-images", "idx3")
    let test = try IDXReader.images(
      testPath, labels: try find("t10k-labels", "idx1"), folder: folder, classes: classes,
      limit: nil)
    guard train.pixels == test.pixels else {
      throw DataError.sizeMismatch(path: testPath, found: test.pixels, expected: train.pixels)
    }
    var features: [Float] = []
    features.reserveCapacity(train.bytes.count + test.bytes.count)
    features.append(contentsOf: train.features)
    features.append(contentsOf: test.features)
    var table = Table(
      featureNames: (0..<train.pixels).map { "pixel \($0)" }, features: features,
      labels: train.labels + test.labels,
      classNames: (0..<classes).map(String.init))
    table.testRowCount = test.labels.count
    table.limit = limit > 0 ? train.labels.count : nil
    return table
  }

  /// The path of a file under its usual names, for example `train-images-idx3-ubyte` or
  /// `train-images.idx3-ubyte`, each with or without `.gz`.
  ///
  /// - Throws: ``DataError`` if none of them exists.
  private func find(_ stem: String, _ dimensions: String) throws -> String {
    let names = ["-", "."].flatMap { dash in
      ["", ".gz"].map { "\(stem)\(dash)\(dimensions)-ubyte\($0)" }
    }
    let paths = names.map { joined(folder, $0) }
    guard let path = paths.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
      throw DataError.missingFile(path: "\(folder)/\(names[0])", looked: names)
    }
    return path
  }
}
