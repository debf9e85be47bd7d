/// A value that averages marginal contributions with weights that depend on coalition size alone.
public enum Semivalue: String, Codable, Hashable, Sendable, CaseIterable {
  case shapley, leaveOneOut, individual
}
