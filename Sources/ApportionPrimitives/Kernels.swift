import CApportionKernels
import Foundation

/// The dense kernels as compiled for one instruction set.
///
/// All tables give the same bits for the same input, so the choice of the table only affects speed.
/// Matrices are row-major with a leading dimension; network activations are laid out
/// [units, samples].
public struct Kernels: Sendable {
  let table: apportion_kernels

  /// The name of the instruction set: `avx512`, `avx2`, `neon` or `portable`.
  public var name: String { String(cString: table.name) }

  /// All tables that this machine can run, widest instruction set first; never empty.
  public static let available: [Kernels] = (0..<apportion_kernels_count()).compactMap {
    apportion_kernels_at($0).map { Kernels(table: $0.pointee) }
  }

  /// The environment variable that selects an instruction set other than the widest.
  public static let environmentVariable = "APPORTION_INSTRUCTION_SET"

  /// The table that this process uses: the widest, or the one that the environment selects.
  public static let current: Kernels = named(requested) ?? available[0]

  /// Rejects an instruction set in the environment that this machine cannot run.
  ///
  /// - Throws: ``UnknownInstructionSet`` if the environment names one.
  public static func checkEnvironment() throws(UnknownInstructionSet) {
    guard let requested, named(requested) == nil else { return }
    throw UnknownInstructionSet(name: requested, available: available.map(\.name))
  }

  private static var requested: String? {
    // An empty variable is treated as unset.
    ProcessInfo.processInfo.environment[environmentVariable].flatMap { $0.isEmpty ? nil : $0 }
  }

  private static func named(_ name: String?) -> Kernels? {
    available.first { $0.name == name }
  }
}

/// The error that the environment selects an instruction set that this machine cannot run.
public struct UnknownInstructionSet: Error, Hashable, CustomStringConvertible {
  /// The instruction set that the environment selects.
  public let name: String
  /// The instruction sets that this machine can run.
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
