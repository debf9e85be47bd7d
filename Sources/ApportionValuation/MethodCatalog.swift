public import ApportionPrimitives

extension Catalog where Item == any ValuationMethod {
  /// Every valuation method of this package, in the order in which reports show them.
  public static let methods = Catalog(
    of: "method",
    [
      Shapley.self,
      Banzhaf.self,
      WeightedBanzhaf.self,
      BetaShapley.self,
      AverageMarginalEffect.self,
      SizeWeighted.self,
      AsymmetricShapley.self,
      LeastCore.self,
      Nucleolus.self,
      LeaveOneOut.self,
      Individual.self,
      BorderedRegression.self,
      PermutationShapley.self,
      AntitheticPermutation.self,
      TruncatedMonteCarlo.self,
      GTGShapley.self,
      ComplementaryContributions.self,
      StratifiedShapley.self,
      OwenSampling.self,
      KernelSHAP.self,
      LeverageSHAP.self,
      GroupTesting.self,
      MaximumSampleReuse.self,
      OneSampleFitsAll.self,
    ])
}
