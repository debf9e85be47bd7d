/// The style of a page: light and dark, on a phone, on a screen and on paper.
///
/// - Source: the colours of series are Okabe & Ito's, "Color universal design", 2008, made lighter in
///   dark mode; each series also has its own mark.
let styleSheet = """
  :root{color-scheme:light dark;--paper:#fff;--ink:#1a2027;--soft:#57616d;--line:#d9dee4;\
  --panel:#f5f7f9;--above:#0072b2;--below:#d55e00;\
  --s0:#0072b2;--s1:#d55e00;--s2:#009e73;--s3:#b0568d;--s4:#b07800;--s5:#2f8fc4;--s6:#1a2027;\
  --p1:#d3e6f3;--p2:#a6cde6;--p3:#6fafd6;--p4:#3590c4;--p5:#0068a3;\
  --n1:#fbe0cf;--n2:#f6c09b;--n3:#ee9a62;--n4:#e0752b;--n5:#b84f00;--h0:#eef1f4;--on:#fff}
  @media (prefers-color-scheme:dark){:root{--paper:#12161b;--ink:#e6eaee;--soft:#9aa5b1;\
  --line:#323a44;--panel:#1a2027;--above:#56b4e9;--below:#f0813a;\
  --s0:#56b4e9;--s1:#f0813a;--s2:#2cc79b;--s3:#dd93c0;--s4:#e6b23c;--s5:#a7d8f5;--s6:#e6eaee;\
  --p1:#16364a;--p2:#1d5273;--p3:#2a76a3;--p4:#3f9bd0;--p5:#7cc8f2;\
  --n1:#452a18;--n2:#6d3f1d;--n3:#9c5620;--n4:#cf7128;--n5:#ff9c50;--h0:#222a33;--on:#12161b}}
  *{box-sizing:border-box}
  body{margin:0 auto;padding:1.2rem 1rem 4rem;max-width:67rem;background:var(--paper);\
  color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;\
  overflow-wrap:anywhere}
  h1{font-size:1.7rem;line-height:1.2;margin:.4rem 0 .2rem}
  h2{font-size:1.25rem;margin:2.6rem 0 .4rem;padding-top:.9rem;border-top:2px solid var(--ink)}
  h3{font-size:1.05rem;margin:1.6rem 0 .3rem}
  p{margin:.4rem 0;max-width:44rem}
  .soft{color:var(--soft);font-size:.9rem}
  ul.say{margin:.6rem 0;padding:.2rem 0 .2rem 1.4rem;max-width:44rem}
  ul.say li{margin:.35rem 0}
  .facts{display:flex;flex-wrap:wrap;gap:.5rem 2rem;margin:1rem 0;padding:0}
  .facts div{min-width:5rem}
  dt{color:var(--soft);font-size:.8rem}
  dd{margin:0;font-weight:600}
  nav{margin:.8rem 0;font-size:.95rem}
  nav a{display:inline-block;margin-right:1.2rem}
  a{color:var(--above)}
  .charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,21rem),1fr));\
  gap:1.6rem 2.2rem;align-items:start;margin:1.2rem 0}
  figure{margin:0;min-width:0;max-width:31rem;break-inside:avoid}
  figcaption{font-size:.92rem;line-height:1.4;margin-bottom:.5rem;color:var(--soft)}
  figcaption b{color:var(--ink);display:block;font-size:1rem}
  svg[role]{display:block;width:100%;height:auto;font-size:11.5px;fill:var(--ink);\
  font-family:inherit}
  details{margin:.5rem 0}
  summary{cursor:pointer;color:var(--soft);font-size:.88rem;padding:.25rem 0}
  .scroll{overflow:auto;max-height:26rem;border:1px solid var(--line);border-radius:4px;\
  max-width:max-content;overflow-wrap:normal}
  .main .scroll{max-height:none}
  table{border-collapse:collapse;font-size:.88rem;font-variant-numeric:tabular-nums}
  th,td{padding:.28rem .7rem;text-align:right;border-bottom:1px solid var(--line);\
  white-space:nowrap;vertical-align:top}
  tbody tr:last-child th,tbody tr:last-child td{border-bottom:0}
  thead th{color:var(--soft);font-weight:600;background:var(--panel);position:sticky;top:0}
  th:first-child,.t{text-align:left}
  thead th{white-space:normal;vertical-align:bottom}
  td.t,tbody th{white-space:normal;max-width:22rem;font-weight:400}
  td.t{min-width:6rem}
  tbody th{font-weight:600}
  @media (max-width:30rem){th,td{padding:.28rem .45rem}}
  pre{background:var(--panel);border:1px solid var(--line);border-radius:4px;padding:.7rem;\
  overflow:auto;font-size:.82rem;line-height:1.45;max-height:30rem;overflow-wrap:normal}
  code{font-family:ui-monospace,"DejaVu Sans Mono",monospace}
  .hash{font:.85rem/1.4 ui-monospace,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
  .middle{text-anchor:middle}.end{text-anchor:end}svg .soft{fill:var(--soft);font-size:10.5px}
  svg .strong{font-weight:600}
  .grid{stroke:var(--line);stroke-width:.7}.zero{stroke:var(--soft);stroke-width:1}
  .above{fill:var(--above)}.below{fill:url(#hatch);stroke:var(--below)}
  .whisker,.dash{fill:none;stroke:var(--ink);stroke-width:1.2}
  .dash{stroke-width:.9;stroke-opacity:.75}
  .line{fill:none;stroke-width:1.5;stroke-linejoin:round}.faint{stroke:var(--line);stroke-width:1}
  .reach{fill:none;stroke-width:3.4;stroke-opacity:.45}
  .range{fill:none;stroke:var(--soft);stroke-width:.8}
  .runs{fill:none;stroke:var(--soft);stroke-width:.8;stroke-opacity:.8}
  .bound{fill:none;stroke:var(--ink);stroke-width:1.1;stroke-dasharray:4 3}
  .band{fill:var(--line);fill-opacity:.55}
  .outline{fill:none;stroke:var(--below);stroke-width:1.4}
  .h0{fill:var(--h0)}
  \((0..<7).map { ".s\($0){stroke:var(--s\($0))}.mark.s\($0),.fill.s\($0){fill:var(--s\($0))}" }.joined())
  .mark{stroke-width:1.3}.hollow{fill:var(--paper);stroke:var(--soft);stroke-width:1.2}.fill{stroke:none}
  .line.s1{stroke-dasharray:6 2}.line.s2{stroke-dasharray:2 2}.line.s3{stroke-dasharray:8 2 2 2}\
  .line.s5{stroke-dasharray:4 3}.line.s6{stroke-dasharray:1 2}
  \((1...5).map { ".p\($0){fill:var(--p\($0))}.n\($0){fill:var(--n\($0))}" }.joined())
  .defs{position:absolute;width:0;height:0}
  @media print{:root{color-scheme:light;--paper:#fff;--ink:#000;--soft:#444;--line:#bbb;\
  --panel:#fff;--above:#0072b2;--below:#d55e00;--h0:#f2f2f2;\
  --s0:#0072b2;--s1:#d55e00;--s2:#009e73;--s3:#b0568d;--s4:#b07800;--s5:#2f8fc4;--s6:#000;\
  --p1:#d3e6f3;--p2:#a6cde6;--p3:#6fafd6;--p4:#3590c4;--p5:#0068a3;\
  --n1:#fbe0cf;--n2:#f6c09b;--n3:#ee9a62;--n4:#e0752b;--n5:#b84f00}\
  *{print-color-adjust:exact;-webkit-print-color-adjust:exact}\
  body{max-width:none;padding:0;font-size:10pt}nav{display:none}\
  .charts{grid-template-columns:1fr 1fr;gap:1rem}.scroll,pre{max-height:none;overflow:visible}\
  h2,h3{break-after:avoid}tr{break-inside:avoid}}
  """
