/// The style sheet of report pages. No rule reaches into figures, which bring their own colours.
enum PageStyle {
  static let css = """
    :root {
      --ground: #ffffff; --ink: #1f2328; --faint: #59636e; --line: #d1d9e0; --soft: #f6f8fa;
      --good: #116329; --good-ground: #dafbe1; --bad: #a40e26; --bad-ground: #ffebe9;
      --open: #7d4e00; --open-ground: #fff8c5; --link: #0550ae;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --ground: #0d1117; --ink: #e6edf3; --faint: #9198a1; --line: #3d444d; --soft: #151b23;
        --good: #56d364; --good-ground: #12261e; --bad: #ff938a; --bad-ground: #2d1618;
        --open: #e3b341; --open-ground: #272115; --link: #79c0ff;
      }
    }
    * { box-sizing: border-box; }
    body {
      margin: 0 auto; max-width: 60rem; padding: 1.5rem 1.25rem 3rem;
      background: var(--ground); color: var(--ink);
      font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
    }
    h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; overflow-wrap: anywhere; }
    h2 { font-size: 1.15rem; margin: 2rem 0 .6rem; }
    p { margin: .4rem 0; overflow-wrap: anywhere; }
    a { color: var(--link); }
    nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin-top: .75rem; font-size: .9rem; }
    code, pre { font: .85em ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
    code { overflow-wrap: anywhere; }
    .note { color: var(--faint); font-size: .875rem; }
    .status, .verdict {
      display: inline-block; padding: 0 .5rem; border-radius: .75rem; font-weight: 600; font-size: .875rem;
      white-space: nowrap;
    }
    .complete, .verdict.pass { color: var(--good); background: var(--good-ground); }
    .diverged, .verdict.fail { color: var(--bad); background: var(--bad-ground); }
    .stopped, .verdict.undecided { color: var(--open); background: var(--open-ground); }
    .verdict.not-reproduced { color: var(--ink); background: var(--soft); box-shadow: inset 0 0 0 1px var(--line); }
    .table { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; font-size: .9rem; }
    th, td {
      padding: .4rem .75rem .4rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line);
    }
    th { font-weight: 600; }
    thead th { color: var(--faint); white-space: nowrap; }
    th[scope=row] { width: 10rem; font-weight: 500; color: var(--faint); }
    .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
    td.number, th.number { padding-right: 1.25rem; }
    #claims td { min-width: 7rem; }
    #claims td:first-child, #claims td.number { min-width: 0; }
    #claims code { display: inline-block; min-width: 11rem; }
    #metrics table { width: auto; }
    #metrics th, #metrics td { padding-left: 1.25rem; padding-right: 0; }
    #metrics th:first-child, #metrics td:first-child { padding-left: 0; }
    tr.gap td { border-top: 2px dotted var(--line); }
    figure { margin: 0 0 1.5rem; }
    figure svg { display: block; max-width: 100%; height: auto; border: 1px solid var(--line); border-radius: 6px; }
    figcaption { color: var(--faint); font-size: .875rem; margin-top: .35rem; max-width: 40rem; }
    figcaption:empty { display: none; }
    pre {
      margin: 0; padding: .9rem 1rem; max-height: 36rem; overflow: auto; background: var(--soft);
      border: 1px solid var(--line); border-radius: 6px; line-height: 1.45;
    }
    @media print {
      body { max-width: none; padding: 0; font-size: 11pt; }
      nav { display: none; }
      pre { max-height: none; white-space: pre-wrap; overflow-wrap: anywhere; }
      figure, tr { break-inside: avoid; }
      h2 { break-after: avoid; }
      .status, .verdict { border: 1px solid currentColor; }
    }

    """
}
