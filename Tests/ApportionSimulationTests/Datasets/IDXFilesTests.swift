import ApportionPrimitives
import ApportionSimulation
import Testing

@Suite("IDXFiles")
struct IDXFilesTests {
  /// The bytes of an IDX file.
  private static func idx(_ magic: UInt32, _ dimensions: [UInt32], _ items: [UInt8]) -> [UInt8] {
    let words = [magic] + dimensions
    return words.flatMap { word in (0..<4).map { UInt8(word >> (24 - 8 * $0) & 0xff) } } + items
  }

  /// The four files by the names that MNIST gives them: five training images of 2 × 3 pixels and
  /// two test images.
  private static let files: [String: [UInt8]] = [
    "train-images-idx3-ubyte": idx(0x803, [5, 2, 3], (0..<30).map { 8 * $0 }),
    "train-labels-idx1-ubyte": idx(0x801, [5], [3, 0, 9, 0, 3]),
    "t10k-images-idx3-ubyte": idx(0x803, [2, 2, 3], [255] + (1..<12).map { $0 }),
    "t10k-labels-idx1-ubyte": idx(0x801, [2], [7, 9]),
  ]

  private let stream = RandomStream(seed: 1)

  /// Loads the four files after `change`; FOLDER stands for the folder in what it complains of.
  private func trouble(
    settings: (inout IDXFiles) -> Void = { _ in }, change: (inout [String: [UInt8]]) -> Void
  ) throws -> String {
    try TemporaryFolder.use { folder in
      var files = Self.files
      change(&files)
      for (name, bytes) in files { try folder.write(bytes, to: name) }
      var source = IDXFiles()
      source.folder = folder.path
      settings(&source)
      return complaint { _ = try source.load(using: stream) }
        .replacing(folder.path, with: "FOLDER")
    }
  }

  /// What is said when the file called `name` holds `bytes`, after FOLDER/name and a colon.
  private func trouble(_ name: String, _ bytes: [UInt8]) throws -> String {
    let text = try trouble { $0[name] = bytes }
    let prefix = "FOLDER/\(name): "
    return text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text
  }

  @Test(
    "reads MNIST's four files under any of their usual names", arguments: ["-", "."],
    ["", ".gz"])
  func names(dash: String, ending: String) throws {
    try TemporaryFolder.use { folder in
      for (name, bytes) in Self.files {
        let name = name.replacing("-idx", with: "\(dash)idx") + ending
        try folder.write(ending.isEmpty ? bytes : gzipped(bytes), to: name)
      }
      var source = IDXFiles()
      source.folder = folder.path
      let table = try source.load(using: stream)
      #expect(table.rowCount == 7)
      #expect(table.testRowCount == 2)
      #expect(table.featureNames.count == 6)
      #expect(table.features[..<30].elementsEqual((0..<30).map { Float(8 * $0) / 255 }))
      #expect(table.features[30...].elementsEqual([1] + (1..<12).map { Float($0) / 255 }))
      #expect(table.labels == [3, 0, 9, 0, 3, 7, 9])
      #expect(table.classNames == (0..<10).map(String.init))
    }
  }

  @Test("a limit that leaves too little is named as the cause")
  func lowLimit() throws {
    func refusal(_ limit: Int) throws -> String {
      try TemporaryFolder.use { folder in
        for (name, bytes) in Self.files { try folder.write(bytes, to: name) }
        var source = IDXFiles(folder: folder.path)
        source.limit = limit
        source.validation = 0.5
        return complaint { _ = try source.prepared(using: stream) }
      }
    }
    #expect(
      try refusal(1) == """
        there are 3 examples, but none is left for training; raise `limit`, which keeps only the \
        first 1 training image
        """)
    #expect(
      try refusal(4) == """
        class 3: it has 1 example, but none is left for training; raise `limit`, which keeps only \
        the first 4 training images
        """)
    #expect(try refusal(.max).contains("raise `limit`"))
    #expect(try !refusal(0).contains("limit"))
  }

  @Test("reads what is called gzipped but is not, and the other way round")
  func misnamed() throws {
    try TemporaryFolder.use { folder in
      for (name, bytes) in Self.files {
        let isImages = name.contains("images")
        try folder.write(isImages ? bytes : gzipped(bytes), to: isImages ? "\(name).gz" : name)
      }
      var source = IDXFiles()
      source.folder = folder.path
      #expect(try source.load(using: stream).labels == [3, 0, 9, 0, 3, 7, 9])
    }
  }

  @Test("`limit` takes the first training images and all test images")
  func limit() throws {
    try TemporaryFolder.use { folder in
      for (name, bytes) in Self.files { try folder.write(bytes, to: name) }
      var source = IDXFiles()
      source.folder = folder.path
      source.limit = 3
      let table = try source.load(using: stream)
      #expect(table.labels == [3, 0, 9, 7, 9])
      #expect(table.features.count == 5 * 6)
      #expect(table.features[18] == 1)
      source.limit = 1000
      #expect(try source.load(using: stream).rowCount == 7)
    }
  }

  @Test("the t10k images are the test rows, and validation is taken from the others")
  func split() throws {
    try TemporaryFolder.use { folder in
      for (name, bytes) in Self.files { try folder.write(bytes, to: name) }
      try folder.write(Self.idx(0x801, [2], [3, 9]), to: "t10k-labels-idx1-ubyte")
      var source = IDXFiles()
      source.folder = folder.path
      source.validation = 0.2
      let (dataset, split) = try source.prepared(using: stream)
      #expect(dataset.count == 7)
      #expect(split.test == [5, 6])
      #expect(split.validation.count == 1)
      #expect((split.train + split.validation).sorted() == Array(0..<5))
    }
  }

  // MARK: Complaints

  @Test("says which file is not there, and under what names it looked")
  func missing() throws {
    for stem in ["train-images", "train-labels", "t10k-images", "t10k-labels"] {
      let kind = stem.hasSuffix("images") ? "idx3" : "idx1"
      #expect(
        try trouble { $0["\(stem)-\(kind)-ubyte"] = nil } == """
          FOLDER/\(stem)-\(kind)-ubyte: no such file; looked for \(stem)-\(kind)-ubyte, \
          \(stem)-\(kind)-ubyte.gz, \(stem).\(kind)-ubyte, \(stem).\(kind)-ubyte.gz
          """)
    }
  }

  @Test("says that a file is no IDX file of its kind")
  func magic() throws {
    let labels = try #require(Self.files["train-labels-idx1-ubyte"])
    #expect(
      try trouble("train-images-idx3-ubyte", labels) == """
        starts with 0x00000801, but IDX images start with 0x00000803; is it another kind of file?
        """)
    #expect(
      try trouble("t10k-labels-idx1-ubyte", Array("<html>".utf8)) == """
        starts with 0x3c68746d, but IDX labels start with 0x00000801; is it another kind of file?
        """)
  }

  @Test("says that a file ends too soon, however soon")
  func truncated() throws {
    let name = "train-images-idx3-ubyte"
    let whole = try #require(Self.files[name])
    // 46 bytes: 16 of header and 30 pixels. Each stage of reading needs more than the one before.
    for (length, needed) in [(0, 4), (1, 4), (3, 4), (4, 16), (15, 16), (16, 46), (45, 46)] {
      #expect(
        try trouble(name, Array(whole.prefix(length)))
          == "ends after \(length) of \(needed) bytes; fetch the file again")
    }
  }

  @Test("says that a file goes on after its end")
  func trailing() throws {
    let name = "t10k-labels-idx1-ubyte"
    let whole = try #require(Self.files[name])
    #expect(
      try trouble(name, whole + [0])
        == "has more than the 10 bytes that its header declares; fetch the file again")
  }

  @Test("says that a gzip file ends too soon")
  func truncatedGzip() throws {
    let name = "train-images-idx3-ubyte"
    let packed = gzipped(try #require(Self.files[name]))
    // Within the header, the block's length, the pixels, the checksum and the length at the end.
    for length in [2, 9, 12, 30, packed.count - 8, packed.count - 5, packed.count - 1] {
      #expect(
        try trouble(name, Array(packed.prefix(length)))
          == "cannot be read: unexpected end of file; fetch the file again")
    }
  }

  @Test("says that a gzip file is damaged, wherever a byte of its contents flipped")
  func damagedGzip() throws {
    let name = "train-images-idx3-ubyte"
    let packed = gzipped(try #require(Self.files[name]))
    for place in 15..<packed.count - 4 {
      var damaged = packed
      damaged[place] ^= 0x10
      #expect(
        try trouble(name, damaged) == "cannot be read: incorrect data check; fetch the file again")
    }
    var damaged = packed
    damaged[packed.count - 1] ^= 1
    #expect(
      try trouble(name, damaged) == "cannot be read: incorrect length check; fetch the file again")
    damaged = packed
    damaged[11] ^= 1
    #expect(
      try trouble(name, damaged)
        == "cannot be read: invalid stored block lengths; fetch the file again")
  }

  @Test("a header that announces absurd sizes is a file that ends too soon")
  func absurd() throws {
    let most = UInt32.max
    #expect(
      try trouble("train-images-idx3-ubyte", Self.idx(0x803, [most, 28, 28], [1, 2]))
        == "ends after 18 of 3367254359296 bytes; fetch the file again")
    // More than 64 bits can count.
    #expect(
      try trouble("train-images-idx3-ubyte", Self.idx(0x803, [most, most, most], []))
        == "ends after 16 of \((1 << 60) + 16) bytes; fetch the file again")
    #expect(
      try trouble("train-labels-idx1-ubyte", Self.idx(0x801, [most], [1]))
        == "ends after 9 of 4294967303 bytes; fetch the file again")
  }

  @Test(
    "images without pixels are no examples", arguments: [[0, 28, 28], [5, 0, 28], [5, 28, 0]])
  func noPixels(sizes: [UInt32]) throws {
    #expect(
      try trouble {
        $0["train-images-idx3-ubyte"] = Self.idx(0x803, sizes, [])
        $0["train-labels-idx1-ubyte"] = Self.idx(
          0x801, [sizes[0]], Array(repeating: 1, count: Int(sizes[0])))
      } == "FOLDER/train-images-idx3-ubyte: holds no examples")
    #expect(
      try trouble {
        $0["train-images-idx3-ubyte"] = Self.idx(0x803, [0, .max, .max], [])
        $0["train-labels-idx1-ubyte"] = Self.idx(0x801, [0], [])
      } == "FOLDER/train-images-idx3-ubyte: holds no examples")
  }

  @Test("says that images and labels do not belong together")
  func counts() throws {
    #expect(
      try trouble { $0["train-labels-idx1-ubyte"] = Self.idx(0x801, [4], [0, 1, 2, 3]) }
        == "FOLDER: 5 images but 4 labels; the files do not belong together")
    #expect(
      try trouble {
        $0["t10k-images-idx3-ubyte"] = Self.idx(0x803, [1, 2, 3], [1, 2, 3, 4, 5, 6])
      }
        == "FOLDER: 1 image but 2 labels; the files do not belong together")
  }

  @Test("says that the test images have another size")
  func sizes() throws {
    #expect(
      try trouble {
        $0["t10k-images-idx3-ubyte"] = Self.idx(0x803, [2, 2, 2], Array(repeating: 1, count: 8))
      } == "FOLDER/t10k-images-idx3-ubyte: images of 4 pixels, but the training images have 6")
    #expect(
      try trouble {
        $0["t10k-images-idx3-ubyte"] = Self.idx(0x803, [2, 1, 1], [1, 1])
      } == "FOLDER/t10k-images-idx3-ubyte: images of 1 pixel, but the training images have 6")
  }

  @Test("says which label is out of range, counting from 1")
  func labels() throws {
    #expect(
      try trouble { $0["train-labels-idx1-ubyte"] = Self.idx(0x801, [5], [3, 0, 9, 10, 3]) } == """
        FOLDER/train-labels-idx1-ubyte: label 4 is 10, but `classes` is 10, so labels must be \
        from 0 to 9; raise `classes` or correct the file
        """)
    #expect(
      try trouble(settings: { $0.classes = 9 }, change: { _ in }) == """
        FOLDER/train-labels-idx1-ubyte: label 3 is 9, but `classes` is 9, so labels must be \
        from 0 to 8; raise `classes` or correct the file
        """)
  }

  @Test("refuses settings that are out of range")
  func settings() {
    func refusal(_ change: (inout IDXFiles) -> Void) -> String {
      var source = IDXFiles()
      change(&source)
      return complaint { try source.validate() }
    }
    #expect(refusal { $0.classes = 1 } == "`classes` is 1, but must be at least 2")
    #expect(
      refusal { $0.classes = 257 }
        == "`classes` is 257, but must be at most 256, as labels are bytes")
    #expect(
      refusal { $0.limit = -1 } == "`limit` is -1, but must be at least 0, where 0 means all")
    #expect(
      refusal { $0.validation = 1 } == "`validation` is 1.0, but must be above 0 and below 1")
  }
}
