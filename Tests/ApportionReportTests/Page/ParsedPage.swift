import Foundation

#if canImport(FoundationXML)
import FoundationXML
#endif

/// A page as an XML parser reads it, which stops at the first tag that is not closed.
final class ParsedPage: NSObject, XMLParserDelegate {
  final class Element {
    let name: String
    let attributes: [String: String]
    /// Of an element of the name "#text", which stands for text.
    var text = ""
    var children: [Element] = []

    init(_ name: String, _ attributes: [String: String]) {
      (self.name, self.attributes) = (name, attributes)
    }

    /// This and all below, in the order of the page.
    var all: [Element] { [self] + children.flatMap(\.all) }
    /// All text below.
    var wholeText: String { all.map(\.text).joined() }
  }

  private(set) var root = Element("", [:])
  private var open: [Element] = []

  struct Malformed: Error { let line: Int, reason: String }

  init(_ html: String) throws {
    super.init()
    open = [root]
    let parser = XMLParser(data: Data(html.utf8))
    parser.delegate = self
    guard parser.parse() else {
      throw Malformed(
        line: parser.lineNumber, reason: parser.parserError.map { "\($0)" } ?? "unknown")
    }
  }

  func elements(_ name: String) -> [Element] { root.all.filter { $0.name == name } }

  /// The text of the figure of a title, its numbers included.
  func figure(_ title: String) -> Element? {
    elements("figure").first { figure in
      figure.all.first { $0.name == "b" }?.wholeText == title
    }
  }

  /// The fields of a table by row.
  static func rows(_ element: Element) -> [[String]] {
    element.all.filter { $0.name == "tr" }.map { $0.children.map(\.wholeText) }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    let element = Element(name, attributes)
    open.last?.children.append(element)
    open.append(element)
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    open.removeLast()
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    let piece = Element("#text", [:])
    piece.text = text
    open.last?.children.append(piece)
  }
}
