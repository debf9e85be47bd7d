public import ApportionPrimitives

extension Catalog where Item == any DatasetSource {
  /// Every kind of data set in this package: one line each.
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
