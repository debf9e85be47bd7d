public import ApportionPrimitives

/// Synthetic(α, β): clients whose models differ according to α and whose data according to β.
///
/// Client k draws its examples x ~ N(vₖ, Σ) with Σⱼⱼ = j^−1.2 and labels them
/// y = argmax(Wₖ x + bₖ), where Wₖ, bₖ ~ N(uₖ, 1), uₖ ~ N(0, α), vₖ ~ N(Bₖ, 1), Bₖ ~ N(0, β), the
/// second argument being a variance. With `iid`, all clients share one W, b ~ N(0, 1) and v = 0.
/// As uₖ adds the same number to all logits of an example, α changes no label; it is kept because
/// the paper has it. Client sizes are 50 + ⌊e^z⌋, z ~ N(4, 2²), as in the paper's code. Every client
/// is a site.
///
/// - Source: Li et al., "Federated optimization in heterogeneous networks", MLSys 2020, section 5.1.
///   The paper's code uses α and β as standard deviations, which makes no difference for its
///   settings 0 and 1.
public struct Synthetic: DatasetSource {
  public static let id = "synthetic"
  public static let summary = "Synthetic(α, β) of the FedProx paper: clients that differ by design"

  /// α, the variance between the means of the clients' models; it does not change any label.
  public var alpha = 1.0
  /// β, the variance between the clients' data.
  public var beta = 1.0
  /// Whether all clients share one model and one distribution.
  public var iid = false
  /// The number of clients.
  public var clients = 30
  /// The number of features of an example.
  public var features = 60
  /// The number of classes.
  public var classes = 10
  /// The largest number of examples of a client; the log-normal sizes have a long tail.
  public var maximumExamples = 5000
  /// The fraction of the examples on which utilities are measured.
  public var validation = 0.2
  /// The fraction of the examples on which accuracy is reported.
  public var test = 0.2

  public init() {}

  public var preparation: Preparation { Preparation() }
  public var holdout: Holdout { Holdout(validation: validation, test: test) }

  public func validate() throws {
    try InvalidSetting.check(
      "alpha", alpha, alpha >= 0 && alpha.isFinite, mustBe: "at least 0 and finite")
    try InvalidSetting.check(
      "beta", beta, beta >= 0 && beta.isFinite, mustBe: "at least 0 and finite")
    for (setting, value, least) in [
      ("clients", clients, 1), ("features", features, 1), ("classes", classes, 2),
    ] {
      try InvalidSetting.check(setting, value, value >= least, mustBe: "at least \(least)")
      try InvalidSetting.check(setting, value, value <= 100_000, mustBe: "at most 100000")
    }
    // Each client draws its own model, so larger products would take hours.
    try InvalidSetting.check(
      "classes", classes, clients * classes * features <= 1_000_000_000,
      mustBe: "smaller: `clients` × `classes` × `features` must be at most 10^9")
    try InvalidSetting.check(
      "maximumExamples", maximumExamples, maximumExamples >= 51, mustBe: "at least 51")
    try InvalidSetting.check(
      "maximumExamples", maximumExamples, maximumExamples <= 1_000_000_000,
      mustBe: "at most 1,000,000,000")
    try holdout.validate()
  }

  /// The first draws of a client.
  private struct Start {
    /// The stream of the client's further draws.
    var draws: RandomStream
    /// The mean of the client's model.
    var center: Double
    /// The mean of the client's data.
    var dataCenter: Double
    var size: Int
  }

  /// The first draws of all clients.
  ///
  /// - Throws: ``DataError`` if all examples together would be too large, before any example is drawn.
  private func starts(using stream: RandomStream) throws -> [Start] {
    let starts = (0..<clients).map { client -> Start in
      var draws = stream.child("client", client)
      let center = iid ? 0 : alpha.squareRoot() * draws.normal()
      let dataCenter = iid ? 0 : beta.squareRoot() * draws.normal()
      let size = 50 + Int(min(Elementary.exp(4 + 2 * draws.normal()), Double(maximumExamples - 50)))
      return Start(draws: draws, center: center, dataCenter: dataCenter, size: size)
    }
    let examples = starts.reduce(0) { $0 + $1.size }
    guard 4 * Double(examples) * Double(features) <= Double(Preparation.mostBytes) else {
      throw DataError.tooManyFeatures(
        columns: features, examples: examples, limit: Preparation.mostBytes, widest: nil, levels: 0)
    }
    return starts
  }

  public func load(using stream: RandomStream) throws -> Table {
    try validate()
    let spreads = (1...features).map { Elementary.exp(-0.6 * Elementary.log(Double($0))) }
    var (examples, labels, sites) = ([Float](), [Int32](), [Int]())
    for (client, start) in try starts(using: stream).enumerated() {
      var draws = start.draws
      let (center, dataCenter, size) = (start.center, start.dataCenter, start.size)
      var shared = stream.child("shared model")
      let means = (0..<features).map { _ in iid ? 0 : dataCenter + draws.normal() }
      func parameter() -> Double { iid ? shared.normal() : center + draws.normal() }
      let weights = (0..<classes).map { _ in (0..<features).map { _ in parameter() } }
      let biases = (0..<classes).map { _ in parameter() }
      for _ in 0..<size {
        let x = (0..<features).map { means[$0] + spreads[$0] * draws.normal() }
        let logits = (0..<classes).map { c in
          zip(weights[c], x).reduce(biases[c]) { $0 + $1.0 * $1.1 }
        }
        // The first of the largest logits.
        let label = logits.indices.reduce(0) { logits[$1] > logits[$0] ? $1 : $0 }
        examples += x.map(Float.init)
        labels.append(Int32(label))
        sites.append(client)
      }
    }
    var table = Table(
      featureNames: (1...features).map { "x\($0)" }, features: examples, labels: labels,
      classNames: (0..<classes).map(String.init))
    table.sites = sites
    table.siteNames = (0..<clients).map { "device \($0)" }
    return table
  }
}
