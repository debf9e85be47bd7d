public import ApportionPrimitives

/// Breast masses, malignant or benign: 569 examples of 30 measurements of cell nuclei.
///
/// "Breast Cancer Wisconsin (Diagnostic)" by W. Wolberg, O. Mangasarian, N. Street and W. Street,
/// UCI Machine Learning Repository, 1995, https://doi.org/10.24432/C5DW2B, licence CC BY 4.0, as
/// distributed with scikit-learn. Features are standardised.
public struct BreastCancer: DatasetSource {
  public static let id = "breast-cancer"
  public static let summary = "569 breast masses by 30 measurements, 2 classes (UCI), built in"

  /// The fraction of the examples on which utilities are measured.
  public var validation = 0.25
  /// The fraction of the examples on which accuracy is reported.
  public var test = 0.2

  public init() {}

  public var preparation: Preparation { Preparation(standardize: true) }
  public var holdout: Holdout { Holdout(validation: validation, test: test) }
  public func validate() throws { try holdout.validate() }

  public func load(using stream: RandomStream) throws -> Table {
    let measurements = [
      "radius", "texture", "perimeter", "area", "smoothness", "compactness", "concavity",
      "concave points", "symmetry", "fractal dimension",
    ]
    let names = ["mean", "error of", "worst"].flatMap { kind in measurements.map { "\(kind) \($0)" }
    }
    let reader = CSVReader(path: "breast-cancer (built in)", delimiter: ",")
    let rows = try reader.records(in: embedded(breastCancerData, count: breastCancerByteCount))
    var (numeric, labels) = ([Double](), [Int32]())
    for row in rows {
      numeric += try row.fields.dropLast().enumerated().map { column, field in
        try reader.number(field, line: row.line, column: names[column])
      }
      labels.append(row.fields.last == "0" ? 0 : 1)
    }
    return Table(
      numericNames: names, numeric: numeric, labels: labels, classNames: ["malignant", "benign"])
  }
}
