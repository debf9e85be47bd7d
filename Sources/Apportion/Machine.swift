import ApportionPrimitives
import Foundation

/// The machine that this process runs on, in words, without anything that names its owner.
///
/// For example `AMD EPYC 9R45, x86_64 with avx512, 2 cores, Ubuntu 24.04.1 LTS`.
func currentMachine() -> String {
  let process = ProcessInfo.processInfo
  var parts = ["\(architecture) with \(Kernels.current.name)"]
  if let processor { parts.insert(processor, at: 0) }
  parts.append(counted(process.processorCount, "core"))
  parts.append(process.operatingSystemVersionString)
  return parts.joined(separator: ", ")
}

private var architecture: String {
  #if arch(x86_64)
  "x86_64"
  #elseif arch(arm64)
  "arm64"
  #else
  "another architecture"
  #endif
}

/// The manufacturer's name of the processor, if the system provides it.
private var processor: String? {
  #if canImport(Darwin)
  var length = 0
  guard sysctlbyname("machdep.cpu.brand_string", nil, &length, nil, 0) == 0 else { return nil }
  var name = [UInt8](repeating: 0, count: length)
  guard sysctlbyname("machdep.cpu.brand_string", &name, &length, nil, 0) == 0 else { return nil }
  return String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)
  #else
  let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
  let line = text?.split(separator: "\n").first { $0.hasPrefix("model name") }
  return line?.split(separator: ":").last?.trimmingCharacters(in: .whitespaces)
  #endif
}
