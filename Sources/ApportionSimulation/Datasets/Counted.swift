/// A count with its noun in the singular or plural: "1 example", "2 examples".
func counted(_ count: some BinaryInteger, _ thing: String, _ things: String? = nil) -> String {
  "\(count) \(count == 1 ? thing : things ?? thing + "s")"
}

/// A count as a clause: "there is 1 example", "there are 2 examples".
func thereAre(_ count: some BinaryInteger, _ thing: String) -> String {
  "there \(count == 1 ? "is" : "are") \(counted(count, thing))"
}
