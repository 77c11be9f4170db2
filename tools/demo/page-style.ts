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
.index a > span { display: block; color: var(--soft); font-size: .875rem; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 1.6rem 1.75rem; margin: 0 0 1.5rem; scroll-margin-top: 1rem; }
header { display: flex; flex-wrap: wrap; align-items: baseline; gap: .4rem .9rem; }
header .time { margin-left: auto; }
.story { margin: .35rem 0 0; color: var(--soft); max-width: 46rem; }
.badge { font-size: .8rem; font-weight: 600; padding: .1rem .6rem; border-radius: 99px; border: 1px solid currentColor; white-space: nowrap; }
.green, .success { color: var(--green); } .red, .failure, .error { color: var(--red); }
.warning { color: var(--amber); } .notice { color: var(--blue); } .skipped, .cancelled, .soft { color: var(--soft); }
.differs { border-left: 3px solid var(--red); margin: 0; padding: .1rem 0 .1rem 2rem; }
.jobs > details { border-radius: 8px; }
.jobs > details[open] { background: var(--code); margin-block: .35rem; padding-bottom: .6rem; }
.jobs > details > summary { display: grid; grid-template-columns: 1.2rem minmax(7rem, 14rem) 1fr 4.5rem; align-items: center; gap: .6rem; padding: .22rem .5rem; margin-inline: -.5rem; border-radius: 8px; list-style: none; }
.jobs > details[open] > summary { margin-inline: 0; }
.jobs > details > summary::-webkit-details-marker { display: none; }
.jobs > details:not([open]) > summary:hover { background: var(--code); }
summary:focus-visible, a:focus-visible { outline: 2px solid var(--blue); outline-offset: 2px; }
.jobs .name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.time { text-align: right; color: var(--soft); font-size: .875rem; font-variant-numeric: tabular-nums; white-space: nowrap; }
.jobs + .skipped { margin: .5rem 0 0 1.8rem; font-size: .875rem; }
.track { position: relative; height: .7rem; border-radius: 4px; background: var(--code); }
.jobs > details[open] .track, .jobs summary:hover .track { background: var(--card); }
.track i { position: absolute; inset-block: 0; min-width: 4px; display: flex; gap: 1px; border-radius: 4px; overflow: hidden; }
.track b { flex: 0 1 0; min-width: 0; background: var(--green); opacity: .8; }
.track b:nth-child(even) { opacity: .55; }
.track b.failure { background: var(--red); opacity: 1; } .track b.skipped { background: var(--soft); opacity: .4; }
.steps { border-collapse: collapse; margin: .2rem .5rem 0 2.3rem; width: calc(100% - 2.8rem); font-size: .9rem; }
.steps td { padding: .1rem .5rem .1rem 0; } .steps td:first-child { width: 1.3rem; } .steps td:nth-child(2) { overflow-wrap: anywhere; }
.jobs pre { margin: .6rem .5rem 0 2.3rem; font-size: .8rem; background: var(--card); }
.notes { display: grid; gap: .6rem; margin: 0; padding: 0; list-style: none; }
.notes li { border-left: 3px solid currentColor; padding: .1rem 0 .1rem .8rem; }
.notes p { margin: 0; color: var(--ink); white-space: pre-wrap; overflow-wrap: anywhere; }
.notes .place { font-size: .85rem; overflow-wrap: anywhere; }
.facts { display: grid; grid-template-columns: minmax(10rem, auto) 1fr; gap: .35rem 1.5rem; margin: 0; }
.facts dd { margin: 0; color: var(--soft); overflow-wrap: anywhere; }
details > summary { cursor: pointer; }
.summary { border: 1px solid var(--line); border-radius: 10px; margin: 0 0 .6rem; }
.summary > summary { padding: .55rem 1rem; font-weight: 600; }
.summary > summary .soft { font-weight: 400; font-size: .9rem; margin-left: .4rem; }
.markdown { padding: 0 1rem .6rem; overflow-x: auto; }
.markdown h1, .markdown h2, .markdown h3 { font-size: 1.05rem; font-weight: 600; color: inherit; text-transform: none; letter-spacing: 0; margin: 1rem 0 .4rem; }
.markdown h4 { margin: 1rem 0 .4rem; }
.markdown hr { border: 0; border-top: 1px solid var(--line); margin: 1rem 0; }
.markdown table { border-collapse: collapse; font-size: .9rem; margin: .6rem 0; }
.markdown th, .markdown td { border: 1px solid var(--line); padding: .3rem .65rem; text-align: left; vertical-align: top; }
.markdown blockquote { margin: .6rem 0; padding-left: 1rem; border-left: 3px solid var(--line); color: var(--soft); }
footer { color: var(--soft); font-size: .875rem; }
@media (max-width: 40rem) {
  section { padding: 1.2rem 1rem; }
  main { padding: 1.75rem .75rem 3rem; }
  h1 { font-size: 1.5rem; }
  .index { grid-template-columns: 1fr 1fr; }
  .jobs > details > summary { grid-template-columns: 1.2rem 1fr 4.5rem; }
  .jobs .track { grid-column: 2 / -1; grid-row: 2; height: .4rem; }
  .facts { grid-template-columns: 1fr; gap: 0; } .facts dd { margin: 0 0 .5rem 1.2rem; }
  .steps, .jobs pre { margin-left: .5rem; width: calc(100% - 1rem); }
}
@media print { body { background: none; } section { break-inside: avoid; } }
`;
