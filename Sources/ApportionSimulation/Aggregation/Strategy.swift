public import ApportionPrimitives

/// How the server merges the clients' updates of a round into the next global model.
///
/// A strategy that keeps nothing between rounds conforms to ``StatelessStrategy``, one whose next model is
/// an affine combination of the updates to ``AffineStrategy``; both need less than this protocol.
///
/// What a strategy keeps between rounds is in `State`, never in the strategy itself. Reconstruction depends
/// on it: the model that a coalition would have produced is the strategy applied to the coalition's updates
/// and a copy of the state at the start of the round.
public protocol Strategy: Configurable {
  associatedtype State: Codable & Hashable & Sendable = NoState

  /// The settings with which Flower 1.6 has this strategy; ours if it has none, or the same.
  static var flowerDefaults: Self { get }

  /// Refuses settings that do not work for this number of clients in a round.
  ///
  /// Coalitions are smaller than rounds, and every strategy is defined for one client and more. This checks
  /// whether the strategy gives its guarantee for a whole round.
  func check(clients: Int) throws(InvalidSetting)

  /// The state before the first round.
  ///
  /// - Parameters:
  ///   - global: the first global model.
  ///   - clients: how many clients the federation has.
  ///   - stream: what a strategy that draws random numbers keeps in its state.
  /// - Returns: the state.
  func initialState(for global: Parameters, clients: Int, using stream: RandomStream) -> State

  /// Whether a state that was read from a file can be this strategy's after this number of rounds.
  ///
  /// `initial` is the state before the first round, which has the right numbers of parameters and clients.
  func accepts(_ state: State, after rounds: Int, from initial: State) -> Bool

  /// The next global model.
  ///
  /// - Parameters:
  ///   - updates: at least one, in the order of the clients' ids, each with at least one example.
  ///   - global: the model that the clients started from.
  ///   - state: changed to that after the round; nothing else may change.
  /// - Returns: the parameters that the next round starts from.
  /// - Throws: if the strategy cannot aggregate these updates.
  func aggregate(
    _ updates: [ClientUpdate], into global: Parameters, state: inout State
  ) throws -> Parameters

  /// The id of the strategy that the next round uses: its own, except for one that draws among others.
  func activeStrategyID(_ state: State) -> String

  /// What a client minimises in the next round in addition to its loss.
  func objective(of client: Int, state: State) -> LocalObjective

  /// Whether clients report their loss under the global model before they train.
  func needsInitialLoss(_ state: State) -> Bool

  /// The coefficients of the next model if it is an affine combination of the updates; nil if it is not.
  ///
  /// Engines that mix first layers need it. It must agree with ``aggregate(_:into:state:)``;
  /// ``AffineStrategy`` derives both from one function.
  ///
  /// - Throws: if the strategy cannot aggregate these updates.
  func affineCombination(
    of updates: [ClientUpdate], into global: Parameters, state: State
  ) throws -> AffineCombination?
}

/// The state of a strategy that keeps nothing between rounds.
public struct NoState: Codable, Hashable, Sendable {
  public init() {}
}

extension Strategy {
  public static var flowerDefaults: Self { Self() }

  public func check(clients: Int) throws(InvalidSetting) {}

  public func accepts(_ state: State, after rounds: Int, from initial: State) -> Bool { true }

  public func activeStrategyID(_ state: State) -> String { Self.id }

  public func objective(of client: Int, state: State) -> LocalObjective { LocalObjective() }

  public func needsInitialLoss(_ state: State) -> Bool { false }

  public func affineCombination(
    of updates: [ClientUpdate], into global: Parameters, state: State
  ) throws -> AffineCombination? {
    nil
  }
}

extension Strategy where State == NoState {
  public func initialState(
    for global: Parameters, clients: Int, using stream: RandomStream
  ) -> NoState {
    NoState()
  }
}

/// A strategy that keeps nothing between rounds.
public protocol StatelessStrategy: Strategy where State == NoState {
  /// The next global model.
  ///
  /// - Parameters:
  ///   - updates: at least one, in the order of the clients' ids, each with at least one example.
  ///   - global: the model that the clients started from.
  /// - Returns: the parameters that the next round starts from.
  /// - Throws: if the strategy cannot aggregate these updates.
  func aggregate(_ updates: [ClientUpdate], into global: Parameters) throws -> Parameters
}

extension StatelessStrategy {
  public func aggregate(
    _ updates: [ClientUpdate], into global: Parameters, state: inout NoState
  ) throws -> Parameters {
    try aggregate(updates, into: global)
  }
}

/// A strategy whose next model is an affine combination of the clients' models.
///
/// The model of every coalition then follows from numbers per client, and reconstruction is fast.
public protocol AffineStrategy: Strategy {
  /// The coefficients of the next model.
  ///
  /// - Throws: if the strategy cannot aggregate these updates.
  func combination(
    of updates: [ClientUpdate], into global: Parameters, state: State
  ) throws -> AffineCombination

  /// The state after a round with these updates.
  ///
  /// - Parameters:
  ///   - updates: as in `aggregate`.
  ///   - global: the model that the clients started from.
  ///   - state: that at the start of the round.
  /// - Returns: the new state.
  /// - Throws: if the strategy cannot aggregate these updates.
  func state(after updates: [ClientUpdate], from global: Parameters, _ state: State) throws -> State
}

extension AffineStrategy {
  public func affineCombination(
    of updates: [ClientUpdate], into global: Parameters, state: State
  ) throws -> AffineCombination? {
    try combination(of: updates, into: global, state: state)
  }

  public func aggregate(
    _ updates: [ClientUpdate], into global: Parameters, state: inout State
  ) throws -> Parameters {
    let next = try combination(of: updates, into: global, state: state).model(of: updates)
    state = try self.state(after: updates, from: global, state)
    return next
  }
}

extension AffineStrategy where State == NoState {
  public func state(
    after updates: [ClientUpdate], from global: Parameters, _ state: NoState
  ) -> NoState {
    state
  }
}
