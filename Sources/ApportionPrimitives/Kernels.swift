import CApportionKernels
import Foundation

/// The dense kernels as compiled for one instruction set.
///
/// Every table gives the same bits for the same input, so which one runs is a matter of speed alone.
/// Matrices are row-major with a leading dimension; network activations are laid out
/// [units, samples].
public struct Kernels: Sendable {
  let table: apportion_kernels

  /// The name of the instruction set: `avx512`, `avx2`, `neon` or `portable`.
  public var name: String { String(cString: table.name) }

  /// All tables that this machine can run, widest first; never empty.
  public static let available: [Kernels] = (0..<apportion_kernels_count()).compactMap {
    apportion_kernels_at($0).map { Kernels(table: $0.pointee) }
  }

  /// The variable that forces an instruction set narrower than the widest.
  public static let environmentVariable = "APPORTION_INSTRUCTION_SET"

  /// The table in use by this process: the widest, or the one that the environment names.
  public static let current: Kernels = named(requested) ?? available[0]

  /// Refuses a name in the environment that this machine cannot serve.
  ///
  /// - Throws: ``UnknownInstructionSet``.
  public static func checkEnvironment() throws(UnknownInstructionSet) {
    guard let requested, named(requested) == nil else { return }
    throw UnknownInstructionSet(name: requested, available: available.map(\.name))
  }

  private static var requested: String? {
    // Set to nothing is as good as not set.
    ProcessInfo.processInfo.environment[environmentVariable].flatMap { $0.isEmpty ? nil : $0 }
  }

  private static func named(_ name: String?) -> Kernels? {
    available.first { $0.name == name }
  }
}

/// The environment asks for kernels that this machine cannot run.
public struct UnknownInstructionSet: Error, Hashable, CustomStringConvertible {
  public let name: String
  public let available: [String]

  package init(name: String, available: [String]) {
    (self.name, self.available) = (name, available)
  }

  public var description: String {
    """
    \(Kernels.environmentVariable) is "\(name)", which this machine cannot run; \
    it may be one of: \(available.joined(separator: ", "))
    """
  }
}
