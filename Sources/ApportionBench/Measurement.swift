import Foundation

/// The time of some work, over several runs.
struct Measurement {
  /// CPU seconds of all threads: the minimum and the median of the runs.
  let (bestCPU, medianCPU): (Double, Double)
  /// Seconds of wall-clock time: the minimum and the median of the runs.
  let (bestWall, medianWall): (Double, Double)

  /// Runs `work` once to warm up and then `runs` times.
  init(runs: Int, _ work: () async throws -> Void) async throws {
    try await work()
    var (cpu, wall) = ([Double](), [Double]())
    for _ in 0..<runs {
      let (cpuStart, wallStart) = (Self.now(CLOCK_PROCESS_CPUTIME_ID), Self.now(CLOCK_MONOTONIC))
      try await work()
      cpu.append(Self.now(CLOCK_PROCESS_CPUTIME_ID) - cpuStart)
      wall.append(Self.now(CLOCK_MONOTONIC) - wallStart)
    }
    (cpu, wall) = (cpu.sorted(), wall.sorted())
    (bestCPU, medianCPU) = (cpu[0], cpu[cpu.count / 2])
    (bestWall, medianWall) = (wall[0], wall[wall.count / 2])
  }

  private static func now(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }

  /// The peak memory of the process, in MiB.
  static var peakMemory: Int {
    var usage = rusage()
    #if os(Linux)
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss / 1024
    #else
    getrusage(RUSAGE_SELF, &usage)
    return usage.ru_maxrss / (1024 * 1024)
    #endif
  }
}
