import { readFileSync } from 'node:fs';
import { describeJob, formatBytes } from '@go-actions/action-kit';
import { judgeGolangci } from '../../actions/lint-gate/src/checks/golangci-exit.ts';
import { ReportReader } from '../../actions/lint-gate/src/checks/golangci-report.ts';
import { classify } from '../../actions/lint-gate/src/findings/classify.ts';
import { dropRepeated, placeFindings, sortFindings } from '../../actions/lint-gate/src/findings/finding.ts';
import { identify, identityKey } from '../../actions/lint-gate/src/findings/identity.ts';
import { SourceText } from '../../actions/lint-gate/src/findings/source-text.ts';
import { planAnnotations } from '../../actions/lint-gate/src/verdict/annotations.ts';
import { renderSarif } from '../../actions/lint-gate/src/verdict/sarif.ts';
import { renderSummary } from '../../actions/lint-gate/src/verdict/summary.ts';
import { judge } from '../../actions/lint-gate/src/verdict/verdict.ts';
import { fileName, makeSource, SHAPE } from './findings.ts';

/** A program of its own, started by bench/lint.ts: prints the time of each stage. */
const { files: FILES, lines: LINES } = SHAPE;
const sources = new Map(
  Array.from({ length: FILES }, (_, i) => [fileName(i), new SourceText(Buffer.from(makeSource(i)))]),
);
const names = [...sources.keys()];
const json = readFileSync(process.argv[2] ?? '');
const CHUNK = 1024 * 1024;
// Every tenth line was changed.
const ranges = Array.from({ length: LINES / 10 }, (_, i) => ({ start: 10 * i + 5, end: 10 * i + 5 }));
const change = {
  files: new Set(names),
  lines: new Map(names.map((name) => [name, ranges])),
  added: new Set<string>(),
  modules: new Set(['.']),
};

/** Milliseconds of all threads, garbage collection included: on a busy machine the clock says little. */
const spent = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};
const stages: { name: string; ms: number; cpu: number }[] = [];
const timed = <T>(name: string, body: () => T): T => {
  const [started, before] = [performance.now(), spent()];
  const result = body();
  stages.push({ name, ms: performance.now() - started, cpu: spent() - before });
  return result;
};
const place = {
  check: 'golangci',
  module: '.',
  root: '/r',
  moduleDir: '/r',
  severity: 'error',
  exists: () => true,
  behind: () => [],
} as const;
const ended = { code: 1, signal: null, timedOut: false, truncated: false, ms: 1 };

const findings = timed('parse and place', () => {
  const reader = new ReportReader();
  for (let at = 0; at < json.length; at += CHUNK) reader.push(json.subarray(at, at + CHUNK));
  const answer = judgeGolangci(ended, '', reader.end() ?? 'unreadable');
  const raw = 'findings' in answer ? answer.findings : [];
  return sortFindings(dropRepeated(placeFindings(raw, place)));
});
const judged = timed('classify', () => {
  const keyOf = (finding: (typeof findings)[number]) => identityKey(identify(finding, sources));
  return classify(findings, {
    scope: { kind: 'lines', change },
    accepted: new Map(),
    keyOf,
    baseKeyOf: keyOf,
  });
});
const verdict = timed('judge', () =>
  judge({ outcomes: [{ check: 'golangci', module: '.', ms: 1, findings }], failures: [] }, judged),
);
const annotations = timed('annotations', () => planAnnotations(verdict, sources, {}));
const summary = timed('summary', () =>
  renderSummary(verdict, { job: describeJob({}, {}, '/r'), notes: [], ms: 1 }),
);
const sarif = timed('SARIF', () => {
  let length = 0;
  for (const piece of renderSarif(verdict, sources)) length += piece.length;
  return length;
});

const sum = (of: 'ms' | 'cpu') => stages.reduce((total, stage) => total + stage[of], 0);
console.log(`${''.padEnd(20)} ${'clock'.padStart(9)} ${'CPU'.padStart(9)}`);
for (const { name, ms, cpu } of [...stages, { name: 'total', ms: sum('ms'), cpu: sum('cpu') }]) {
  const cells = [ms, cpu].map((value) => `${Math.round(value)} ms`.padStart(9));
  console.log(`${name.padEnd(20)} ${cells.join(' ')}`);
}
const sizes = [json.length, summary.length, sarif].map(formatBytes);
console.log(
  `${verdict.sentence} ${annotations.length} annotations; JSON in ${sizes[0]}, summary ${sizes[1]}, SARIF ${sizes[2]}.`,
);
