/** The page's style. Colour shows the status and so does the form of the bar at the line's edge, for those who see no red or green. */
export const STYLE = `
:root{color-scheme:light dark;
--bg:light-dark(#fbfbfa,#121417);--fg:light-dark(#1c2024,#e4e6e9);--soft:light-dark(#5d6670,#9aa3ad);--line:light-dark(#e4e5e7,#2a2e34);
--card:light-dark(#fff,#1a1d21);--link:light-dark(#0b62c4,#7ab5ff);--track:light-dark(#e8eaec,#2b3036);
--c:light-dark(#e3f5e8,#12301d);--cb:light-dark(#3fa562,#3f9b60);--u:light-dark(#fde4e1,#43191a);--ub:light-dark(#d9453b,#e5625a);
--p:light-dark(#fdf0cf,#3a2e0e);--pb:light-dark(#d19a1b,#d9a93a);--x:light-dark(#eff0f1,#22262a);--xb:light-dark(#aab1b8,#5b636c)}
*{box-sizing:border-box}
html{scroll-padding-top:1rem;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--fg);font:15px/1.55 ui-sans-serif,system-ui,-apple-system,"Segoe UI",sans-serif}
header,main{max-width:1200px;margin:0 auto;padding:0 24px}
header{padding-top:36px}
h1{font-size:1.45rem;line-height:1.35;font-weight:600;margin:.2rem 0 1.4rem;overflow-wrap:anywhere}
h1 b{display:inline-block;padding:0 .6em;margin-right:.3em;border-radius:99px;color:#fff;font-size:.72em;line-height:1.9;vertical-align:.12em;background:#2c8a4b}
h1 b.fail{background:#c6362d}h1 b.incomplete{background:#b07607}
h2{font-size:1.05rem;font-weight:600;margin:2.4rem 0 .8rem}
a{color:var(--link);text-decoration:none}a:hover{text-decoration:underline}
.where,.note,.card span{color:var(--soft);font-size:.87rem}.note{margin:.5rem 0}.note.inside{margin:0;padding:6px 16px;border-bottom:1px solid var(--line)}.where{margin:0;overflow-wrap:anywhere}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(220px,1fr));gap:16px}
.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:14px 18px;display:flex;flex-direction:column;gap:4px}
.card strong{font-size:2.1rem;line-height:1.2;font-weight:650;font-variant-numeric:tabular-nums;letter-spacing:-.02em}.card small{font-size:.5em;color:var(--soft);font-weight:500}
.meter{display:block;position:relative;height:6px;min-width:60px;border-radius:3px;background:var(--track)}
.meter i{display:block;height:100%;border-radius:3px}.meter s{position:absolute;top:-2px;width:2px;height:10px;margin-left:-1px;background:var(--fg);border-radius:1px}
.card .meter{margin:6px 0}
.treemap{display:block;width:100%;height:auto;border-radius:8px}.treemap text{fill:var(--fg);pointer-events:none}.treemap a text{fill:#0b1a10}.treemap a:hover rect{stroke:var(--fg);stroke-width:1.5}
.scroll{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:10px}
table{width:100%;border-collapse:collapse;font-size:.92rem}
th{font-weight:500;color:var(--soft);text-align:left;white-space:nowrap}th,td{padding:6px 16px;border-bottom:1px solid var(--line)}tbody tr:last-child td{border-bottom:0}
td:first-child{overflow-wrap:anywhere;min-width:180px}td:nth-child(2){width:22%}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
tr.pkg td{font-weight:600}#packages tr:not(.pkg)>td:first-child{padding-left:32px}#packages .sorted tr:not(.pkg)>td:first-child{padding-left:16px}
th button{all:unset;cursor:pointer}th button:hover{color:var(--fg)}th button:focus-visible,summary:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.problems ul{margin:0;padding-left:1.2rem}.problems li{margin:.3rem 0;overflow-wrap:anywhere}code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:12.5px}
.output{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:8px;padding:10px 14px;line-height:1.5}
.legend{display:flex;flex-wrap:wrap;gap:8px;margin:0 0 12px}.legend i{font-style:normal;font-size:.85rem;padding:1px 10px}
.file{background:var(--card);border:1px solid var(--line);border-radius:10px;margin-bottom:8px;overflow:hidden}
.file>summary{display:grid;grid-template-columns:1fr minmax(60px,160px) 5.5em;gap:16px;align-items:center;padding:9px 16px;cursor:pointer;list-style:none}
.file>summary::-webkit-details-marker{display:none}.file>summary span:first-child{overflow-wrap:anywhere;padding-left:1em;text-indent:-1em}.file>summary span:first-child::before{content:"›";display:inline-block;width:1em;text-indent:0;color:var(--soft);transition:transform .15s}.file[open]>summary span:first-child::before{transform:rotate(90deg)}.file[open]>summary{border-bottom:1px solid var(--line);position:sticky;top:0;background:var(--card)}.file:target{border-color:var(--link)}
.code{display:flex;overflow-x:auto;position:relative}.mark{position:absolute;left:0;right:0;height:1.6em;font-size:12.5px;outline:2px solid var(--link);outline-offset:-1px;pointer-events:none}.js .g{cursor:pointer}.code pre{margin:0;padding:8px 0;line-height:1.6;tab-size:4}
.g{flex:none;padding:8px 10px 8px 16px!important;text-align:right;color:var(--soft);user-select:none;position:sticky;left:0;background:var(--card)}
.s{flex:1;min-width:max-content;padding-left:12px!important}.s b{display:block;font-weight:400;margin-left:-12px;padding-left:9px}
.c{background:var(--c);border-left:3px solid var(--cb)}.u{background:var(--u);border-left:5px double var(--ub)}.s .u{padding-left:7px}.p{background:var(--p);border-left:3px dashed var(--pb)}.x{background:var(--x);border-left:3px dotted var(--xb);color:var(--soft)}.s .o{border-left:3px solid transparent}
.s b:target{outline:2px solid var(--link);outline-offset:-2px}
@media(max-width:600px){header,main{padding:0 14px}header{padding-top:20px}h1{font-size:1.2rem}.treemap text{display:none}th,td{padding:6px 10px}td:first-child{min-width:140px}.file>summary{grid-template-columns:1fr 5em}.file>summary .meter{display:none}.scroll td:nth-child(2),.scroll th:nth-child(2){display:none}.g{padding-left:8px!important}}
@media print{.file:not([open]){display:none}}
`.replace(/\n/g, '');
