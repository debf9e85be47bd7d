public import ApportionPrimitives

extension Catalog where Item == any Partitioner {
  /// Every way to divide examples in this package: one line each.
  public static let partitioners = Catalog(
    of: "partition",
    [
      IID.self,
      DirichletLabels.self,
      DirichletSizes.self,
      ClassShards.self,
      GivenSizes.self,
      NaturalSites.self,
    ])
}
