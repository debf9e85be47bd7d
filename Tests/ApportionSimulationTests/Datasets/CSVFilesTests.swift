import ApportionPrimitives
import ApportionSimulation
import Testing

@Suite("CSVFiles")
struct CSVFilesTests {
  private let stream = RandomStream(seed: 1)

  /// The table of one file, or of several named a.csv, b.csv, …, read with `settings`.
  private func table(
    _ texts: String..., settings: (inout CSVFiles) -> Void = { _ in }
  ) throws -> Table {
    try TemporaryFolder.use { folder in
      try source(texts, in: folder, settings).load(using: stream)
    }
  }

  private func source(
    _ texts: [String], in folder: TemporaryFolder, _ settings: (inout CSVFiles) -> Void
  ) throws -> CSVFiles {
    var source = CSVFiles()
    source.folder = folder.path
    source.files = zip("abcdef", texts).map { "\($0.0).csv" }
    for (name, text) in zip(source.files, texts) { try folder.write(text, to: name) }
    settings(&source)
    return source
  }

  /// What loading complains of, with FOLDER for the folder's path.
  private func trouble(
    _ texts: String..., settings: (inout CSVFiles) -> Void = { _ in }
  ) throws -> String {
    try TemporaryFolder.use { folder in
      let text = complaint {
        _ = try source(texts, in: folder, settings).load(using: stream)
      }
      return text.replacing(folder.path, with: "FOLDER")
    }
  }

  // MARK: Columns

  @Test("takes columns by header, in the order of the file")
  func header() throws {
    let table = try table("age,label,height\n1,no,10\n2,yes,20\n")
    #expect(table.numericNames == ["age", "height"])
    #expect(table.numeric == [1, 10, 2, 20])
    #expect(table.labels == [0, 1])
    #expect(table.classNames == ["no", "yes"])
    #expect(table.testRowCount == 0)
  }

  @Test("takes columns by number, counting from 1")
  func numbers() throws {
    let table = try table("1,no,10,7\n2,yes,20,8\n") {
      $0.header = false
      $0.label = "2"
      $0.ignore = ["4"]
    }
    #expect(table.numericNames == ["1", "3"])
    #expect(table.numeric == [1, 10, 2, 20])
    #expect(table.classNames == ["no", "yes"])
  }

  @Test("takes columns by number where there is a header, too")
  func numbersWithHeader() throws {
    let table = try table("age,outcome,height\n1,no,10\n2,yes,20\n") {
      $0.label = "2"
      $0.ignore = ["1"]
    }
    #expect(table.numericNames == ["height"])
  }

  @Test("takes columns by the names that the config gives them")
  func columns() throws {
    let table = try table("1;no;10\n2;yes;20\n") {
      $0.header = false
      $0.delimiter = ";"
      $0.columns = ["age", "label", "height"]
      $0.ignore = ["age"]
    }
    #expect(table.numericNames == ["height"])
    #expect(table.numeric == [10, 20])
  }

  @Test("a column that is both categorical and ignored is ignored, and a label is no feature")
  func precedence() throws {
    let table = try table("a,b,label\nx,1,0\ny,2,1\n") {
      $0.categorical = ["a", "label"]
      $0.ignore = ["a"]
    }
    #expect(table.categorical.isEmpty)
    #expect(table.numericNames == ["b"])
  }

  // MARK: Values

  @Test("a mark that is a number matches equal numbers however they are written")
  func numericMarks() throws {
    let table = try table("a,label\n-9,0\n-9.0,1\n-9e0,1\n-9.5,0\n?,0\n,1\n9,1\n") {
      $0.missing = ["-9", "?"]
    }
    #expect(table.numeric.map(\.isNaN) == [true, true, true, false, true, true, false])
    #expect(table.numeric[3] == -9.5)
  }

  @Test("a mark matches no number that is merely near it")
  func nearMarks() throws {
    let table = try table("a,label\n16777217,0\n16777216,1\n") { $0.missing = ["16777216"] }
    #expect(table.numeric.map(\.isNaN) == [false, true])
  }

  @Test("times in seconds keep their seconds until they are scaled")
  func times() throws {
    let lines = (0..<40).map { "\(1_700_000_000 + $0 % 3 * 30),\($0 % 2)\n" }
    let dataset = try TemporaryFolder.use { folder in
      try source(["time,label\n" + lines.joined()], in: folder) { _ in }
        .prepared(using: stream).dataset
    }
    #expect(Set(dataset.features).count == 3)
    #expect(dataset.features.allSatisfy { abs($0) < 2 })
  }

  @Test("refuses a number that no feature can hold")
  func tooLarge() throws {
    #expect(
      try trouble("a,label\n1,0\n1e39,1\n") == """
        FOLDER/a.csv:3: column a: "1e39" is not a number; list the column in `categorical` or \
        `ignore`, or the value in `missing`
        """)
  }

  @Test("categories are the distinct values in order, equal numbers being one")
  func categories() throws {
    let table = try table("a,b,label\n10,x,0\n2.0,,1\n2,Y,0\nNA,b,1\nred,x,0\n") {
      $0.categorical = ["a", "b"]
    }
    #expect(table.numericNames.isEmpty)
    #expect(table.categorical.map(\.name) == ["a", "b"])
    #expect(table.categorical[0].levels == ["2", "10", "red"])
    #expect(table.categorical[0].codes == [1, 0, 0, nil, 2])
    #expect(table.categorical[1].levels == ["Y", "b", "x"])
    #expect(table.categorical[1].codes == [2, nil, 0, 1, 2])
  }

  @Test("categories of two files are one level where they are the same whole number")
  func categoriesOfTwoFiles() throws {
    let table = try table("a,label\n1,0\n3,1\n-0.0,1\n", "a,label\n1.0,0\n3.,1\n0,1\n") {
      $0.categorical = ["a"]
    }
    #expect(table.categorical[0].levels == ["0", "1", "3"])
    #expect(table.categorical[0].codes == [1, 2, 0, 1, 2, 0])
  }

  @Test("categories and labels that only look like numbers stay as they are written")
  func lookalikes() throws {
    let names = [
      "007", "7", "0x7", "+7", "7e0", "1.10", "1.1", "9007199254740993.0", "9007199254740993",
    ]
    let lines = names.map { "\($0),\($0)\n" }
    let table = try table("a,label\n" + lines.joined()) { $0.categorical = ["a"] }
    #expect(Set(table.categorical[0].levels) == Set(names))
    #expect(Set(table.classNames) == Set(names))
  }

  // MARK: Labels

  @Test("labels that are numbers count 2 before 10, and 2.0 is 2")
  func labelOrder() throws {
    let table = try table("a,label\n1,10\n2,2\n3,2.0\n4,1\n5,-1\n")
    #expect(table.classNames == ["-1", "1", "2", "10"])
    #expect(table.labels == [3, 2, 2, 1, 0])
  }

  @Test("`classes` groups labels, in its own order")
  func classes() throws {
    let table = try table("a,label\n1,0\n2,1\n3,2.0\n4,4\n") {
      $0.classes = [["1", "2", "3", "4"], ["0"]]
    }
    #expect(table.classNames == ["1/2/3/4", "0"])
    #expect(table.labels == [1, 0, 0, 0])
  }

  // MARK: Sites

  @Test("several files are several sites, named after the files")
  func files() throws {
    let table = try table(
      "a,label\n1,0\n2,1\n", "a,label\r\n3,1\r\n", "\u{FEFF}a,label\n4,0\n5,0"
    ) {
      $0.files = ["b.csv", "a.csv", "c.csv"]
    }
    #expect(table.siteNames == ["b", "a", "c"])
    #expect(table.sites == [0, 1, 1, 2, 2])
    #expect(table.numeric == [3, 1, 2, 4, 5])
    #expect(table.labels == [1, 0, 1, 0, 0])
  }

  @Test("a gzipped file is a site of its name without both endings")
  func gzippedFile() throws {
    try TemporaryFolder.use { folder in
      try folder.write(gzipped(Array("a,label\n1,0\n".utf8)), to: "north.csv.gz")
      try folder.write("a,label\n2,1\n", to: "south.1.csv")
      var source = CSVFiles()
      (source.folder, source.files) = (folder.path, ["north.csv.gz", "south.1.csv"])
      let table = try source.load(using: stream)
      #expect(table.siteNames == ["north", "south.1"])
      #expect(table.numeric == [1, 2])
    }
  }

  @Test("a path that begins with a slash is not taken from the folder")
  func absolutePath() throws {
    try TemporaryFolder.use { folder in
      try folder.write("a,label\n1,0\n2,1\n", to: "elsewhere/north.csv")
      var source = CSVFiles()
      source.folder = "\(folder.path)/here"
      source.files = ["\(folder.path)/elsewhere/north.csv"]
      let table = try source.load(using: stream)
      #expect(table.siteNames == ["north"])
      #expect(table.numeric == [1, 2])
    }
  }

  @Test("files of one name in two folders are told apart")
  func filesOfOneName() throws {
    try TemporaryFolder.use { folder in
      var source = CSVFiles()
      source.folder = folder.path
      source.files = ["berlin/data.csv", "paris/data.csv"]
      for file in source.files { try folder.write("a,label\n1,0\n2,1\n", to: file) }
      let table = try source.load(using: stream)
      #expect(table.siteNames == ["berlin/data.csv", "paris/data.csv"])
    }
  }

  @Test("a site column makes one site of each value, over all files")
  func siteColumn() throws {
    let table = try table(
      "a,where,label\n1,10,0\n2,x,1\n", "a,where,label\n3,2,1\n4,10,0\n"
    ) {
      $0.site = "where"
    }
    #expect(table.numericNames == ["a"])
    #expect(table.siteNames == ["2", "10", "x"])
    #expect(table.sites == [1, 2, 0, 1])
  }

  @Test("sites are one only where they are written the same")
  func siteNames() throws {
    let names = [
      "7", "007", "7.0", "0x10", "16", "nan", "12345678901234567890", "12345678901234567891",
    ]
    let lines = names.enumerated().map { "\($0.offset),\($0.element),\($0.offset % 2)\n" }
    let table = try table("a,where,label\n" + lines.joined()) { $0.site = "where" }
    #expect(
      table.siteNames == [
        "007", "7", "7.0", "0x10", "16", "12345678901234567890", "12345678901234567891", "nan",
      ])
    #expect(table.sites == [1, 0, 2, 3, 4, 7, 5, 6])
  }

  // MARK: Complaints

  @Test("says what is wrong with a field, and where")
  func fields() throws {
    #expect(
      try trouble("age,label\n\n1,0\nold,1\n") == """
        FOLDER/a.csv:4: column age: "old" is not a number; list the column in `categorical` or \
        `ignore`, or the value in `missing`
        """)
    #expect(
      try trouble("1,0\ninf,1\n") {
        $0.header = false
        $0.label = "2"
      } == """
        FOLDER/a.csv:2: column 1: "inf" is not a number; list the column in `categorical` or \
        `ignore`, or the value in `missing`
        """)
    #expect(
      try trouble("a,label\n1,0\n", "a,label\n2,1\n3,\n") == """
        FOLDER/b.csv:3: column label: the label is missing; remove the row, or remove the field's \
        value from `missing`
        """)
    #expect(
      try trouble("a,label\n1,0\n2,5\n") { $0.classes = [["0"], ["1", "2"]] } == """
        FOLDER/a.csv:3: column label: the label "5" is not listed in `classes`, which contains: 0, 1, 2
        """)
    #expect(
      try trouble("a,where,label\n1,x,0\n2,NA,1\n") { $0.site = "where" } == """
        FOLDER/a.csv:3: column where: the site is missing; remove the row, or remove the field's \
        value from `missing`
        """)
  }

  @Test("says what is wrong with a file, and where")
  func wholeFiles() throws {
    #expect(
      try trouble("a,label\n1,0\n2\n") == """
        FOLDER/a.csv:3: has 1 field, but the first row has 2
        """)
    #expect(
      try trouble("a,label\n1,\"0\n") == """
        FOLDER/a.csv:2: column 2: the quote that opens here is never closed
        """)
    for nothing in ["", "\n\n", "a,label\n"] {
      #expect(try trouble(nothing) == "FOLDER/a.csv: holds no examples")
    }
    #expect(
      try trouble("\n1,0,5\n2,1,5\n") {
        $0.header = false
        $0.columns = ["a", "label"]
      } == "FOLDER/a.csv:2: has 3 fields, but `columns` names 2")
    #expect(
      try trouble("1,0\n", "1,2,0\n") {
        $0.header = false
        $0.label = "2"
      } == """
        FOLDER/b.csv: has other columns than FOLDER/a.csv: it also has 3; all files need the same \
        columns, in any order
        """)
    #expect(
      try trouble("age,sex,label\n1,0,0\n", "label,Age,height\n1,1,1\n") == """
        FOLDER/b.csv: has other columns than FOLDER/a.csv: it lacks age, sex, and it also has Age, \
        height; all files need the same columns, in any order
        """)
  }

  @Test("files may have the same columns in different orders")
  func reordered() throws {
    let table = try table(
      "age,label,height,site\n1,no,10,x\n2,yes,20,y\n", "label,site,height,age\nyes,x,30,3\n"
    ) {
      $0.site = "4"
    }
    #expect(table.numericNames == ["age", "height"])
    #expect(table.numeric == [1, 10, 2, 20, 3, 30])
    #expect(table.labels == [0, 1, 1])
    #expect(table.siteNames == ["x", "y"])
    #expect(table.sites == [0, 1, 0])
    #expect(
      try trouble("a,label\n1,0\n", "label,a\n1,x\n") == """
        FOLDER/b.csv:2: column a: "x" is not a number; list the column in `categorical` or `ignore`, \
        or the value in `missing`
        """)
  }

  // MARK: Other forms

  @Test("a file with another delimiter is told which")
  func otherDelimiters() throws {
    func text(_ found: String, in delimiter: String = #"",""#) -> String {
      """
      FOLDER/a.csv: its first line does not contain the delimiter \(delimiter), but contains \
      \(found); write `delimiter: \(found)`
      """
    }
    #expect(try trouble("\"a\";\"b\";\"label\"\n1;2;0\n") == text(#"";""#))
    #expect(try trouble("a\tlabel\n1\t0\n") == text(#""\t""#))
    #expect(try trouble("\n\na|label\r\n1|0\r\n") == text(#""|""#))
    #expect(try trouble("\"a,b\";label\n1;0\n") == text(#"";""#))
    #expect(
      try trouble("a,label\n1,0\n") { $0.delimiter = "\t" } == text(#"",""#, in: #""\t""#))
    #expect(
      try trouble("a;label\n1,5;0\n2,5;1\n") { $0.delimiter = ";" }
        == "FOLDER/a.csv:2: column a: \"1,5\" is not a number; write decimals with a point")
  }

  @Test("no delimiter traps, whatever the file")
  func anyDelimiter() throws {
    for byte in UInt8(0)..<128 {
      for text in ["", "a", "a,label\n1,0\n", "\"a\" ;\t\"\"\n \n\0", "  \n\t\n,", "1\"2\"\r"] {
        _ = try trouble(text) { $0.delimiter = String(UnicodeScalar(byte)) }
      }
    }
    #expect(
      try trouble("a,label\n1,0\n") { $0.delimiter = "é" } == """
        `delimiter` is "é", but must be one ASCII character other than a quote or a line end
        """)
  }

  private static let headless = "5.1,3.5,5.1,setosa\n4.9,3.0,1.4,virginica\n6.0,1.0,2.0,setosa\n"

  @Test("a file without a header is asked for `header: false`, which then reads it by number")
  func noHeader() throws {
    #expect(
      try trouble(Self.headless) { $0.label = "4" } == """
        FOLDER/a.csv: columns 1 and 3 are both called "5.1"; rename one of them; if the first row is \
        an example, write `header: false` and name columns by number
        """)
    let distinct = Self.headless.replacing("3.5,5.1", with: "3.5,1.4")
    #expect(
      try trouble(distinct) == """
        FOLDER/a.csv: has no column "label"; it has: 5.1, 3.5, 1.4, setosa; if the first row is an \
        example, write `header: false` and name columns by number
        """)
    #expect(
      try table(distinct) { $0.label = "4" }.notes.map {
        $0.split(separator: ": ", maxSplits: 1)[1]
      }
        == [
          """
          the first row is read as the header, but has numbers for names: 5.1, 3.5, 1.4; if it is an \
          example, write `header: false`
          """
        ])
    let table = try table(Self.headless) {
      $0.header = false
      $0.label = "4"
    }
    #expect(table.numericNames == ["1", "2", "3"])
    #expect(table.numeric.prefix(3) == [5.1, 3.5, 5.1])
    #expect(table.notes == [])
  }

  @Test("a header that only counts the columns is one")
  func countingHeader() throws {
    let table = try table("0,1,2,label\n5,6,7,a\n8,9,1,b\n")
    #expect(table.notes == [])
    #expect(table.numericNames == ["0", "1", "2"])
  }

  @Test("a column without a name that is used as a feature is told, and how to leave it out")
  func index() throws {
    for (name, column) in [("", "1"), ("Unnamed: 0", "Unnamed: 0")] {
      let text = "\(name),age,label\n0,30,no\n1,40,yes\n"
      #expect(
        try table(text).notes.map { $0.split(separator: ": column", maxSplits: 1)[1] } == [
          """
           \(column) has no name and is used as a feature; if it only counts the rows, as an index \
          does, leave it out with `ignore: ["\(column)"]`
          """
        ])
      let without = try table(text) { $0.ignore = [column] }
      #expect(without.notes == [])
      #expect(without.numericNames == ["age"])
    }
  }

  @Test("columns by the furthest numbers are refused")
  func furthestNumbers() throws {
    for number in [Int.min, -1, 0, 3, Int.max] {
      let message = "FOLDER/a.csv: has no column \(number); its columns are numbered from 1 to 2"
      #expect(try trouble("a,label\n1,0\n") { $0.label = "\(number)" } == message)
      #expect(try trouble("a,label\n1,0\n") { $0.site = "\(number)" } == message)
      #expect(try trouble("a,label\n1,0\n") { $0.ignore = ["\(number)"] } == message)
    }
  }

  @Test("a number with a NUL behind it is none")
  func nul() throws {
    #expect(
      try trouble("a,label\n1\0abc,0\n2,1\n") == """
        FOLDER/a.csv:2: column a: "1\0abc" is not a number; list the column in `categorical` or \
        `ignore`, or the value in `missing`
        """)
    let table = try table("a,label\n9\0,1\n1,2\n") {
      $0.missing = ["9"]
      $0.categorical = ["a"]
    }
    #expect(table.categorical[0].levels == ["1", "9\0"])
  }

  @Test("classes that may be one under two names are told, and stay apart")
  func classNotes() throws {
    let adult = try table(
      "age,label\n1,<=50K\n2,>50K\n3,<=50K\n", "age,label\n1,<=50K.\n2,>50K.\n")
    #expect(adult.classNames == ["<=50K", "<=50K.", ">50K", ">50K."])
    #expect(
      adult.notes == [
        """
        class "<=50K" (2 examples) occurs at site a alone; the nearest name is that of class \
        "<=50K." (1 example), which occurs at site b alone
        """,
        """
        class ">50K" (1 example) occurs at site a alone; the nearest name is that of class ">50K." \
        (1 example), which occurs at site b alone
        """,
        """
        where two names mean one class, write `classes: [["<=50K", "<=50K."], [">50K", ">50K."]]`
        """,
      ])
    let merged = try table(
      "age,label\n1,<=50K\n2,>50K\n3,<=50K\n", "age,label\n1,<=50K.\n2,>50K.\n"
    ) {
      $0.classes = [["<=50K", "<=50K."], [">50K", ">50K."]]
    }
    #expect(merged.classNames == ["<=50K/<=50K.", ">50K/>50K."])
    #expect(merged.notes == [])
    let truths = try table("a,label\n1,True\n2,true\n3,TRUE\n4,False\n")
    #expect(
      truths.notes == [
        "class \"TRUE\" (1 example) has nearly the name of class \"True\" (1 example)",
        "class \"true\" (1 example) has nearly the name of class \"TRUE\" (1 example)",
        """
        where two names mean one class, write `classes: [["False"], ["TRUE", "True", "true"]]`
        """,
      ])
    #expect(
      try table("a,label\n1,malignant\n2,benign\n", "a,label\n1,malignent\n2,benign\n").notes == [
        """
        class "malignant" (1 example) occurs at site a alone; the nearest name is that of class \
        "malignent" (1 example), which occurs at site b alone
        """,
        """
        where two names mean one class, write `classes: [["benign"], ["malignant", "malignent"]]`
        """,
      ])
    #expect(
      try table("a,label\n1,x\n2,y\n3,rare\n", "a,label\n1,x\n2,y\n").notes
        == ["class \"rare\" (1 example) occurs at site a alone"])
    #expect(try table("a,label\n1,1\n2,0\n3,-1\n", "a,label\n1,1\n2,0\n3,-1\n").notes == [])
  }

  @Test("of many classes that occur at one site alone the first are told")
  func manyClassNotes() throws {
    let names = ["apple", "bicycle", "chimney", "dolphin", "elephant", "forest", "guitar"]
    let rows = names.map { "1,\($0)\n" }.joined()
    let notes = try table("a,label\n1,x\n1,y\n" + rows, "a,label\n1,x\n1,y\n").notes
    #expect(
      notes
        == names.prefix(5).map { "class \"\($0)\" (1 example) occurs at site a alone" }
        + ["the same holds for 2 more classes"])
  }

  @Test("says which file is not there, or cannot be one")
  func missingFiles() throws {
    let text = "a,label\n1,0\n2,1\n"
    #expect(
      try trouble(text) { $0.files.append("b.csv") } == """
        FOLDER/b.csv: no such file; check the path; it is relative to the working directory
        """)
    #expect(try trouble(text) { $0.files = ["."] } == "FOLDER: cannot be read: it is a folder")
    #expect(try trouble() == "`files` is empty; name at least one CSV file")
  }

  @Test("says which column is not there")
  func unknownColumns() throws {
    let text = "age,height,label\n1,2,0\n3,4,1\n"
    #expect(
      try trouble(text) { $0.label = "outcome" }
        == "FOLDER/a.csv: has no column \"outcome\"; it has: age, height, label")
    #expect(
      try trouble(text) { $0.ignore = ["Age"] }
        == "FOLDER/a.csv: has no column \"Age\" (did you mean \"age\"?); it has: age, height, label"
    )
    #expect(
      try trouble(text) { $0.categorical = ["sex"] }
        == "FOLDER/a.csv: has no column \"sex\"; it has: age, height, label")
    #expect(
      try trouble(text) { $0.site = "where" }
        == "FOLDER/a.csv: has no column \"where\"; it has: age, height, label")
    for number in [0, 4, -1] {
      #expect(
        try trouble(text) { $0.label = "\(number)" }
          == "FOLDER/a.csv: has no column \(number); its columns are numbered from 1 to 3")
    }
  }

  @Test("refuses two columns of one name, which could be taken for each other")
  func repeatedColumns() throws {
    #expect(
      try trouble("age,label,age\n1,0,2\n3,1,4\n")
        == "FOLDER/a.csv: columns 1 and 3 are both called \"age\"; rename one of them")
    #expect(
      try trouble("1,0,2\n3,1,4\n") {
        $0.header = false
        $0.columns = ["label", "a", "a"]
      } == "FOLDER/a.csv: columns 2 and 3 are both called \"a\"; rename one of them")
  }

  @Test("columns without a name are called by their number")
  func unnamedColumns() throws {
    let table = try table(",label,,x\n1,0,2,5\n3,1,4,6\n") { $0.ignore = ["1"] }
    #expect(table.numericNames == ["3", "x"])
  }

  @Test("says that nothing is left to learn from")
  func nothingToLearn() throws {
    #expect(
      try trouble("a,label\n1,0\n2,1\n") { $0.ignore = ["a"] }
        == "no column is left as a feature; list fewer in `ignore`")
    #expect(
      try trouble("a,label\n1,0\n2,1\n") { $0.classes = [["0"], ["1"], ["2", "3"]] }
        == "class 2/3: no example has a label of this class; correct `classes`")
    #expect(
      try trouble("a,label\n1,yes\n2,yes\n")
        == "the labels make 1 class (yes), but a model needs at least 2")
  }

  // MARK: Settings

  @Test("refuses settings that are out of range")
  func settings() {
    func refusal(_ change: (inout CSVFiles) -> Void) -> String {
      var source = CSVFiles()
      change(&source)
      return complaint { try source.validate() }
    }
    for text in ["", ",,", "é", "\"", "\n", "\r", "\r\n"] {
      #expect(
        refusal { $0.delimiter = text } == """
          `delimiter` is "\(text)", but must be one ASCII character other than a quote or a line end
          """)
    }
    #expect(
      refusal { $0.columns = ["a"] }
        == "`columns` is [\"a\"], but must be empty if `header` is true")
    #expect(
      refusal { $0.classes = [["0", "1"]] }
        == "`classes` is [[\"0\", \"1\"]], but must be empty, or at least two lists of labels")
    #expect(
      refusal { $0.classes = [["0"], []] }
        == "`classes` is [[\"0\"], []], but must be empty, or at least two lists of labels")
    #expect(
      refusal { $0.classes = [["0"], ["1", "0"]] } == """
        `classes` is [["0"], ["1", "0"]], but must be lists in which no label appears twice
        """)
    #expect(
      refusal { $0.classes = [["0"], ["1"], ["1.0"]] } == """
        `classes` is [["0"], ["1"], ["1.0"]], but must be lists in which no label appears twice
        """)
    #expect(
      refusal { $0.files = ["a", "a"] }
        == "`files` is [\"a\", \"a\"], but must be a list of files, each named once")
    #expect(
      refusal { $0.validation = 0 } == "`validation` is 0.0, but must be above 0 and below 1")
    #expect(
      refusal { $0.test = -0.1 } == """
        `test` is -0.1, but must be at least 0, and below 1 together with `validation`, which is 0.2
        """)
    #expect(
      refusal {
        $0.delimiter = "\t"
        $0.header = false
        $0.columns = ["a"]
        $0.classes = [["0"], ["1", "2"]]
      } == "no complaint")
  }

  // MARK: End to end

  /// Forty patients of two hospitals with gaps; `change` alters the numbers of a row.
  private func hospitals(
    change: (_ row: Int, _ value: Double) -> Double = { $1 }
  ) -> [String] {
    let rows = (0..<40).map { row in
      let value = change(row, Double(row * row % 17))
      let number = row % 7 == 3 ? "?" : "\(value)"
      let color = row % 5 == 4 ? "" : ["red", "green", "blue"][row % 3]
      return "\(number),\(color),\(row % 4 == 1 ? "sick" : "well")\n"
    }
    return [rows[..<25], rows[25...]].map { "size,color,label\n" + $0.joined() }
  }

  private func prepared(
    _ texts: [String], impute: Preparation.Imputation, standardize: Bool
  ) throws -> (dataset: Dataset, split: Split) {
    try TemporaryFolder.use { folder in
      let source = try source(texts, in: folder) {
        $0.categorical = ["color"]
        $0.impute = impute
        $0.standardize = standardize
      }
      return try source.prepared(using: stream)
    }
  }

  @Test("becomes features with gaps filled, scaled, and one column for each category")
  func endToEnd() throws {
    let (dataset, split) = try prepared(hospitals(), impute: .mean, standardize: true)
    #expect(dataset.count == 40)
    #expect(dataset.featureCount == 4)
    #expect(dataset.classNames == ["sick", "well"])
    #expect(dataset.siteNames == ["a", "b"])
    #expect(dataset.sites == (0..<40).map { $0 < 25 ? 0 : 1 })
    #expect((split.train + split.validation + split.test).sorted() == Array(0..<40))

    // Every number again, from the definition.
    let sizes = (0..<40).map { $0 % 7 == 3 ? nil : Double($0 * $0 % 17) }
    let known = split.train.compactMap { sizes[$0] }
    let mean = known.reduce(0, +) / Double(known.count)
    let filled = sizes.map { $0 ?? mean }
    let squares = split.train.map { (filled[$0] - mean) * (filled[$0] - mean) }
    let deviation = (squares.reduce(0, +) / Double(split.train.count)).squareRoot()
    let colors = (0..<40).map { $0 % 5 == 4 ? nil : ["red", "green", "blue"][$0 % 3] }
    let levels = ["blue", "green", "red"]
    let counts = levels.map { level in split.train.count { colors[$0] == level } }
    let commonest = levels[try #require(counts.firstIndex(of: counts.max() ?? 0))]
    for row in 0..<40 {
      let features = dataset.features[4 * row..<4 * row + 4]
      let size = (filled[row] - mean) / deviation
      // Both are sums of some thirty numbers in Double, rounded to Float.
      #expect(abs(Double(features[4 * row]) - size) < 1e-6)
      let indicators = levels.map { $0 == colors[row] ?? commonest ? Float(1) : 0 }
      #expect(Array(features.dropFirst()) == indicators)
    }
  }

  @Test(
    "held-out rows leave no trace in the training rows",
    arguments: [Preparation.Imputation.mean, .mostFrequent], [false, true])
  func fittedToTraining(impute: Preparation.Imputation, standardize: Bool) throws {
    let (before, split) = try prepared(hospitals(), impute: impute, standardize: standardize)
    func features(_ dataset: Dataset, of rows: [Int]) -> [Float] {
      dataset.selecting(rows).features
    }
    let isTraining = Set(split.train)
    let heldOut = split.validation + split.test
    let changed = hospitals { row, value in isTraining.contains(row) ? value : 1e6 }
    let (after, sameSplit) = try prepared(changed, impute: impute, standardize: standardize)
    #expect(sameSplit == split)
    #expect(features(after, of: split.train) == features(before, of: split.train))
    #expect(features(after, of: heldOut) != features(before, of: heldOut))
    // The other way round, so that equality above means something.
    let trainingChanged = hospitals { row, value in isTraining.contains(row) ? 3 * value : value }
    let (other, _) = try prepared(trainingChanged, impute: impute, standardize: standardize)
    let missing = heldOut.filter { $0 % 7 == 3 }
    #expect(!missing.isEmpty)
    if impute == .mean, !standardize {
      #expect(features(other, of: missing) != features(before, of: missing))
    }
    if standardize {
      #expect(features(other, of: heldOut) != features(before, of: heldOut))
    }
  }
}
