import ApportionPrimitives

extension EvaluationSet {
  /// One evaluation set per class that has examples, by increasing label.
  package var byClass: [EvaluationSet] {
    Set(panels.map(\.label)).sorted().map { label in
      EvaluationSet(panels: panels.filter { $0.label == label })
    }
  }

  /// One evaluation set per example, label by label.
  package var byExample: [EvaluationSet] {
    panels.flatMap { panel in
      (0..<panel.count).map { EvaluationSet(panels: [panel.sample($0)]) }
    }
  }

  private init(panels: [Panel]) {
    self.panels = panels
    count = panels.reduce(0) { $0 + $1.count }
  }
}

extension EvaluationSet.Panel {
  /// The panel of a single sample.
  ///
  /// It keeps features that are zero for this sample but not in the whole panel; they change no sum.
  fileprivate func sample(_ sample: Int) -> EvaluationSet.Panel {
    var own = [Float](repeating: 0, count: chosen.count * Kernels.block)
    for line in chosen.indices { own[line * Kernels.block] = features[line * width + sample] }
    return EvaluationSet.Panel(
      label: label, count: 1, width: Kernels.block, chosen: chosen, features: own)
  }
}
