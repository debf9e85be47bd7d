import ApportionReport
import Testing

@Suite("Markup")
struct MarkupTests {
  @Test("spells out what a browser or an XML parser would read otherwise, in text and attributes")
  func escapes() {
    let hostile = "<b onclick='x()'>\"&amp;\u{1B}\u{0}\u{202E}\u{FFFF}</b>"
    let plain =
      "&lt;b onclick=&#39;x()&#39;&gt;&quot;&amp;amp;\\u{1b}\\u{0}\\u{202e}\\u{ffff}&lt;/b&gt;"
    #expect(Markup(hostile).source == plain)
    #expect(("\(hostile)" as Markup).source == plain)
    #expect(Markup("p", ["title": hostile]).source == "<p title=\"\(plain)\"></p>")
    #expect(Markup("p", [:], [Markup(hostile)]).source == "<p>\(plain)</p>")
    #expect(Markup("Zürich 東京 🏥\n").source == "Zürich 東京 🏥\n")
  }

  @Test("closes every element, and where it is opened only what may be in HTML")
  func closing() {
    #expect(Markup("meta", ["charset": "utf-8"]).source == "<meta charset=\"utf-8\" />")
    #expect(Markup("td", [:]).source == "<td></td>")
    #expect(Markup("rect", [:], [Markup("title", [:])]).source == "<rect><title></title></rect>")
    #expect(Markup(["a", Markup("b", [:], ["c"]), "<"]).source == "a<b>c</b>&lt;")
  }
}
