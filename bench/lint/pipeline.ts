import { readFileSync } from 'node:fs';
import { budgetAnnotations, describeJob, formatBytes } from '@go-actions/action-kit';
import { planAnnotations } from '../../actions/lint-gate/src/annotations.ts';
import { judgeGolangci } from '../../actions/lint-gate/src/checks/golangci.ts';
import { compareFindings, dropRepeated, placeFindings } from '../../actions/lint-gate/src/finding.ts';
import { identify, identityKey } from '../../actions/lint-gate/src/identity.ts';
import { renderSarif } from '../../actions/lint-gate/src/sarif.ts';
import { sift } from '../../actions/lint-gate/src/sift.ts';
import { SourceText } from '../../actions/lint-gate/src/source-text.ts';
import { renderSummary } from '../../actions/lint-gate/src/summary.ts';
import { judge } from '../../actions/lint-gate/src/verdict.ts';
import { fileName, SHAPE } from './findings.ts';

/** A program of its own, started by bench/lint.ts: prints the time of each stage, and the peak of its memory. */
const { files: FILES, lines: LINES } = SHAPE;

const text = Array.from({ length: LINES }, (_, i) => `\tvalue${i} := compute(${i}, "é") // line ${i}`).join(
  '\n',
);
const sources = new Map(
  Array.from({ length: FILES }, (_, i) => [fileName(i), new SourceText(`${i}\n${text}`)]),
);
const names = [...sources.keys()];
const json = readFileSync(process.argv[2] ?? '', 'utf8');
// Every tenth line was changed.
const ranges = Array.from({ length: LINES / 10 }, (_, i) => ({ start: 10 * i + 5, end: 10 * i + 5 }));
const change = {
  files: new Set(names),
  lines: new Map(names.map((name) => [name, ranges])),
  added: new Set<string>(),
  modules: new Set(['.']),
};

const stages: [string, number][] = [];
const timed = <T>(name: string, body: () => T): T => {
  const started = performance.now();
  const result = body();
  stages.push([name, performance.now() - started]);
  return result;
};
const before = process.memoryUsage().rss;
const cpuBefore = process.cpuUsage();
const place = { check: 'golangci', module: '.', root: '/r', moduleDir: '/r', severity: 'error' } as const;
const ended = { code: 1, signal: null, timedOut: false, truncated: false, ms: 1 };

const findings = timed('parse and place', () => {
  const answer = judgeGolangci(ended, '', json);
  const raw = 'findings' in answer ? answer.findings : [];
  return dropRepeated(placeFindings(raw, place)).sort(compareFindings);
});
const judged = timed('sift', () => {
  const keyOf = (finding: (typeof findings)[number]) => identityKey(identify(finding, sources));
  return sift(findings, { scope: { kind: 'lines', change }, accepted: new Map(), keyOf, baseKeyOf: keyOf });
});
const verdict = timed('judge', () => judge([{ check: 'golangci', module: '.', ms: 1, findings }], judged));
const annotations = timed('annotations', () => budgetAnnotations(planAnnotations(verdict, sources)));
const summary = timed('summary', () =>
  renderSummary(verdict, { job: describeJob({}, {}, '/r'), notes: [], ms: 1 }),
);
const sarif = timed('SARIF', () => renderSarif(verdict, sources));

// On a busy machine the clock says little; the processor's time does.
const cpu = process.cpuUsage(cpuBefore);
const total = stages.reduce((sum, [, ms]) => sum + ms, 0);
const spent = ['CPU, all threads', (cpu.user + cpu.system) / 1_000] as const;
for (const [name, ms] of [...stages, ['total', total] as const, spent])
  console.log(`${name.padEnd(28)} ${Math.round(ms)} ms`);
const [peak, sizes] = [
  process.resourceUsage().maxRSS * 1024,
  [json, summary, sarif].map((value) => formatBytes(value.length)),
];
console.log(
  `${verdict.sentence} ${annotations.length} annotations; JSON in ${sizes[0]}, summary ${sizes[1]}, SARIF ${sizes[2]}.`,
);
console.log(`memory: ${formatBytes(before)} with the input, ${formatBytes(peak)} at the peak`);
