public import ApportionPrimitives

extension Catalog where Item == any Partitioner {
  /// The partitioners of this package.
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
