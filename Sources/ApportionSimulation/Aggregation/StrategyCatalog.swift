public import ApportionPrimitives

extension Catalog where Item == any Strategy {
  /// Every strategy in this package: one line each.
  public static let strategies = Catalog(
    of: "strategy",
    [
      FedAvg.self,
      FedAvgM.self,
      FedProx.self,
      FedNova.self,
      Scaffold.self,
      FedDyn.self,
      QFedAvg.self,
      FedAdagrad.self,
      FedAdam.self,
      FedYogi.self,
      FedMedian.self,
      FedTrimmedAvg.self,
      Krum.self,
      MultiKrum.self,
      Bulyan.self,
      GeometricMedian.self,
      NormClipped.self,
      FedRandom.self,
    ])
}
