import Reports

/// A paper page with two experiments and one without anything.
enum SamplePaper {
  static let page = PaperPage(
    title: "Phase diagram of two-layer ReLU networks", introduction: ["Each section repeats one figure."],
    experiments: [
      PaperExperiment(
        anchor: "slopes", title: "Slopes against width", source: "JMLR 2021, figure 3",
        notes: ["Five widths, one seed."], figures: [.init(Gallery.powerLaw, caption: "Relative distance.")],
        claims: [
          PaperClaim(
            name: "linear", text: "abs(s_w + 0.5) <= 0.05", verdict: .pass, kind: .published, published: "−0.506",
            measured: "−0.512", margin: 0.038, source: "JMLR 2021, figure 3a"),
          PaperClaim(
            name: "condensed", text: "abs(s_w - 0.375) <= 0.05", verdict: .fail, kind: .derived, published: "0.375",
            measured: "0.44", margin: -0.015),
          PaperClaim(
            name: "rank", text: "rank == 6 and size < 9", verdict: .notReproduced, kind: .published, published: "6\n< 9",
            measured: "7\n8", extent: .init(held: 2, cells: 3, place: "m = 50"), margin: -1, source: "table 1",
            notReproduced: "The `rank` is 7 from width 50 on.", countsDimensions: true),
        ], seconds: 81),
      PaperExperiment(
        anchor: "slopes", title: "Map of slopes", figures: [.init(Gallery.gridPhase)],
        claims: [PaperClaim(name: "stars", verdict: .undecided, kind: .measured)], seconds: 3600),
      PaperExperiment(anchor: "später <x>", title: "Later", claims: []),
    ])
}
