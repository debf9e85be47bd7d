public import ApportionPrimitives
public import Testing

extension Kernels: CustomTestStringConvertible {
  public var testDescription: String { name }
}

extension RandomStream {
  /// Numbers of ordinary size, of either sign.
  mutating func floats(_ count: Int) -> [Float] {
    (0..<count).map { _ in Float(normal()) }
  }

  /// Numbers of which one in four is not zero.
  mutating func sparseFloats(_ count: Int) -> [Float] {
    (0..<count).map { _ in
      let (value, kind) = (Float(normal()), integer(below: 8))
      return kind < 2 ? value : kind < 4 ? -0.0 : 0
    }
  }

  /// Numbers of every size: any finite bit pattern, and one in four of the awkward ones.
  mutating func wildFloats(_ count: Int) -> [Float] {
    (0..<count).map { _ in
      if integer(below: 4) == 0 { return awkwardFloats[integer(below: awkwardFloats.count)] }
      let any = Float(bitPattern: UInt32(truncatingIfNeeded: next()))
      return any.isFinite ? any : 1
    }
  }
}

/// Signed zeros, the ends of the denormal and of the normal numbers, and one.
let awkwardFloats: [Float] = [
  0, .leastNonzeroMagnitude, .leastNormalMagnitude.nextDown, .leastNormalMagnitude, 1,
  .greatestFiniteMagnitude,
].flatMap { [$0, -$0] }

/// What a kernel must give to the bit.
///
/// Any NaN counts as any other: IEEE 754 leaves its bits open.
func bits(_ values: [Float]) -> [UInt32] {
  values.map { $0.isNaN ? Float.nan.bitPattern : $0.bitPattern }
}

/// The first index at which two outputs differ in a bit, or nil.
func firstDifference(_ a: [Float], _ b: [Float]) -> Int? {
  guard a.count == b.count else { return min(a.count, b.count) }
  let (a, b) = (bits(a), bits(b))
  return a == b ? nil : a.indices.first { a[$0] != b[$0] }
}

/// Numbers between guards, to see that a kernel writes its outputs and nothing else.
struct Guarded {
  private static let fence = [Float](repeating: -0x1.23p-45, count: 40)
  private var memory: [Float]

  init(_ values: [Float]) {
    memory = Self.fence + values + Self.fence
  }

  var values: [Float] { Array(memory[Self.fence.count..<(memory.count - Self.fence.count)]) }

  var isFenceWhole: Bool {
    Array(memory.prefix(Self.fence.count)) == Self.fence
      && Array(memory.suffix(Self.fence.count)) == Self.fence
  }

  /// The values after `kernel` has worked on them in place.
  static func after(
    _ values: [Float], sourceLocation: SourceLocation = #_sourceLocation,
    _ kernel: (UnsafeMutablePointer<Float>) throws -> Void
  ) rethrows -> [Float] {
    var guarded = Guarded(values)
    try guarded.memory.withUnsafeMutableBufferPointer { memory in
      if let base = memory.baseAddress { try kernel(base + fence.count) }
    }
    #expect(guarded.isFenceWhole, "wrote outside its output", sourceLocation: sourceLocation)
    return guarded.values
  }
}

/// Runs `body` with the addresses of copies of `vectors`, none longer than its vector.
func withAddresses<Result>(
  of vectors: [Float]..., perform body: ([UnsafePointer<Float>]) throws -> Result
) rethrows -> Result {
  try withAddresses(of: vectors, perform: body)
}

func withAddresses<Result>(
  of vectors: [[Float]], perform body: ([UnsafePointer<Float>]) throws -> Result
) rethrows -> Result {
  let copies = vectors.map { vector in
    let copy = UnsafeMutablePointer<Float>.allocate(capacity: max(vector.count, 1))
    copy.initialize(from: vector, count: vector.count)
    return copy
  }
  defer { copies.forEach { $0.deallocate() } }
  return try body(copies.map { UnsafePointer($0) })
}
