import Apportion
import Foundation

/// A number with this many digits after the point; `trimmed` removes zeros at its end.
func shown(_ value: Double, _ digits: Int, trimmed: Bool = false) -> String {
  var text = value.fixed(digits)
  if trimmed, text.contains("."), !text.contains("e") {
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
  }
  return text
}

/// A number, or a dash if there is none.
func shown(_ value: Double?, times scale: Double, _ digits: Int) -> String {
  value.map { shown(scale * $0, digits) } ?? "–"
}

/// "12.6 ± 3.1", or only the first number if there is no interval.
func shown(_ summary: SampleSummary?, times scale: Double, _ digits: Int) -> String {
  guard let summary else { return "–" }
  let mean = shown(scale * summary.mean, digits)
  guard let interval = summary.tInterval else { return mean }
  return mean + " ± " + shown(scale * (interval.upper - interval.lower) / 2, digits)
}

/// "1.2 to 3.4", or a dash if there is no interval.
func shown(_ interval: ConfidenceInterval?, times scale: Double, _ digits: Int) -> String {
  interval.map { "\(shown(scale * $0.lower, digits)) to \(shown(scale * $0.upper, digits))" } ?? "–"
}

/// "80 (44 to 97)", or only the first number if there is no interval.
func shown(
  _ value: Double?, _ interval: ConfidenceInterval?, times scale: Double, _ digits: Int
) -> String {
  guard let value else { return "–" }
  return shown(scale * value, digits)
    + (interval.map { " (\(shown($0, times: scale, digits)))" } ?? "")
}
