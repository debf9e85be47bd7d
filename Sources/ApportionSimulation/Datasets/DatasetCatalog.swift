public import ApportionPrimitives

extension Catalog where Item == any DatasetSource {
  /// The dataset sources of this package.
  public static let datasets = Catalog(
    of: "dataset",
    [
      Digits.self,
      BreastCancer.self,
      Synthetic.self,
      IDXFiles.self,
      CSVFiles.self,
    ])
}
