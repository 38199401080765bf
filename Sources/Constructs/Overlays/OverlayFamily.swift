import Grammar

/// The overlays of heat maps.
package enum Overlays {
  /// Every overlay, in the order of the documents.
  package static let family = Family<any Overlay>(
    "overlay", "Something drawn over a heat map, in the numbers of its axes.", [CurveOverlay.entry, MarksOverlay.entry])
}
