/** The page's look: one column, quiet colours, dark and light by the reader's setting. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#fbfaf7, #14161a);
  --card: light-dark(#ffffff, #1b1e24);
  --ink: light-dark(#1d2127, #e4e6ea);
  --soft: light-dark(#667080, #97a0ae);
  --line: light-dark(#e5e2da, #2b3038);
  --code: light-dark(#f3f1ec, #23272f);
  --green: light-dark(#1a7f4b, #4cc38a);
  --red: light-dark(#c2362b, #ff7b6b);
  --amber: light-dark(#9a6700, #e3b341);
  --blue: light-dark(#0b63c5, #6cb0ff);
  --bar: light-dark(#cfe6da, #244534);
  --bar-red: light-dark(#f6d3cf, #552a27);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", sans-serif; }
main { max-width: 62rem; margin: 0 auto; padding: 3rem 1.25rem 5rem; }
h1 { font-size: 1.9rem; line-height: 1.2; letter-spacing: -.02em; margin: 0 0 .25rem; }
h2 { font-size: 1.3rem; letter-spacing: -.01em; margin: 0; }
h3 { font-size: .8rem; font-weight: 600; color: var(--soft); text-transform: uppercase; letter-spacing: .06em; margin: 1.75rem 0 .6rem; }
.lead { color: var(--soft); margin: 0 0 2rem; }
a { color: var(--blue); text-underline-offset: .15em; }
code, pre, .mono { font: .875em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
code { background: var(--code); padding: .1em .35em; border-radius: 4px; overflow-wrap: anywhere; }
pre { background: var(--code); padding: .8rem 1rem; border-radius: 8px; overflow-x: auto; }
pre code { background: none; padding: 0; overflow-wrap: normal; }
.index { display: grid; grid-template-columns: repeat(auto-fit, minmax(10.5rem, 1fr)); gap: .75rem; margin-bottom: 2.5rem; }
.index a { display: block; background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: .8rem 1rem; text-decoration: none; color: inherit; }
.index a:hover, .index a:focus-visible { border-color: var(--blue); }
.index b { display: block; }
.index span { color: var(--soft); font-size: .875rem; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 1.6rem 1.75rem; margin: 0 0 1.5rem; scroll-margin-top: 1rem; }
header { display: flex; flex-wrap: wrap; align-items: baseline; gap: .4rem .9rem; }
header .time { margin-left: auto; color: var(--soft); font-variant-numeric: tabular-nums; }
.story { margin: .35rem 0 0; color: var(--soft); max-width: 46rem; }
.badge { font-size: .8rem; font-weight: 600; padding: .1rem .6rem; border-radius: 99px; border: 1px solid currentColor; white-space: nowrap; }
.green, .success { color: var(--green); } .red, .failure, .error { color: var(--red); }
.warning { color: var(--amber); } .notice { color: var(--blue); } .skipped, .cancelled { color: var(--soft); }
.differs { border-left: 3px solid var(--red); padding-left: 1rem; }
.jobs { display: grid; gap: .3rem; margin: 0; padding: 0; list-style: none; }
.jobs li { display: grid; grid-template-columns: 1.2rem minmax(7rem, 15rem) 1fr 4.5rem; align-items: center; gap: .6rem; }
.jobs .name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.jobs .time { text-align: right; color: var(--soft); font-size: .875rem; font-variant-numeric: tabular-nums; }
.track { position: relative; height: .65rem; border-radius: 99px; background: var(--code); }
.track i { position: absolute; inset-block: 0; min-width: 3px; border-radius: 99px; background: var(--green); opacity: .75; }
.track i.failure { background: var(--red); }
.steps { margin: .1rem 0 .4rem 1.8rem; color: var(--soft); font-size: .85rem; }
.notes { display: grid; gap: .6rem; margin: 0; padding: 0; list-style: none; }
.notes li { border-left: 3px solid currentColor; padding: .1rem 0 .1rem .8rem; }
.notes p { margin: 0; color: var(--ink); white-space: pre-wrap; overflow-wrap: anywhere; }
.notes .place { font-size: .85rem; }
.facts { border-collapse: collapse; width: 100%; }
.facts td { padding: .3rem .6rem .3rem 0; border-top: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
.facts tr:first-child td { border-top: 0; }
details > summary { cursor: pointer; }
.summary { border: 1px solid var(--line); border-radius: 10px; margin: 0 0 .6rem; }
.summary > summary { padding: .55rem 1rem; font-weight: 600; }
.markdown { padding: 0 1rem .6rem; overflow-x: auto; }
.markdown h1, .markdown h2, .markdown h3 { font-size: 1.05rem; color: inherit; text-transform: none; letter-spacing: 0; margin: 1rem 0 .4rem; }
.markdown table { border-collapse: collapse; font-size: .9rem; margin: .6rem 0; }
.markdown th, .markdown td { border: 1px solid var(--line); padding: .3rem .65rem; text-align: left; vertical-align: top; }
.markdown blockquote { margin: .6rem 0; padding-left: 1rem; border-left: 3px solid var(--line); color: var(--soft); }
footer { color: var(--soft); font-size: .875rem; }
@media (max-width: 40rem) {
  section { padding: 1.2rem 1rem; }
  .jobs li { grid-template-columns: 1.2rem 1fr 4.5rem; } .jobs .track { display: none; }
}
@media print { body { background: none; } section { break-inside: avoid; } }
`;
