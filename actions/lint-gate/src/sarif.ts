import { CHECKS } from './check-list.ts';
import type { Finding } from './finding.ts';
import { hashLines } from './line-hash.ts';
import { type Sources, utf16Column } from './source-text.ts';
import type { Judged, Verdict } from './verdict.ts';

/** What code scanning takes: https://docs.github.com/code-security/code-scanning, "SARIF results exceed one or more limits". */
const RUNS = 20;
const RESULTS = 25_000;

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

/**
 * The findings as SARIF 2.1.0: one run per module (a single one when there are more than 20), rules with their checks,
 * columns in UTF-16 units, and the fingerprints that code scanning itself would compute. All findings are in it, old ones
 * with their `baselineState` and accepted ones suppressed, because code scanning closes what a later file leaves out.
 */
export function renderSarif(verdict: Verdict, sources: Sources): string {
  const modules = [...new Set(verdict.outcomes.map(({ module }) => module))];
  const hashOf = fingerprints(verdict.judged, sources);
  const groups =
    modules.length > RUNS ? [{ id: '', judged: verdict.judged }] : groupByModule(modules, verdict.judged);
  const runs = groups.map(({ id, judged }) => {
    const chosen =
      judged.length > RESULTS ? [...judged].sort((a, b) => rank(a) - rank(b)).slice(0, RESULTS) : judged;
    const rules = [...new Set(chosen.map(({ finding }) => ruleId(finding)))].sort();
    const index = new Map(rules.map((rule, i) => [rule, i]));
    const run = {
      tool: { driver: { name: 'lint-gate', rules: rules.map(toRule) } },
      automationDetails: { id: `lint-gate/${id}` },
      columnKind: 'utf16CodeUnits',
      originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The root of the repository.' } } },
    };
    const results = chosen.map((item) =>
      JSON.stringify(toResult(item, index.get(ruleId(item.finding)) ?? 0, sources, hashOf)),
    );
    // Result by result: the tree of all of them would take several times the memory of its text.
    return `${JSON.stringify(run).slice(0, -1)},"results":[${results.join(',')}]}`;
  });
  return `{"$schema":${JSON.stringify(SCHEMA)},"version":"2.1.0","runs":[${runs.join(',')}]}\n`;
}

/** Code scanning refuses results without a place; a module is where its go.mod is. */
function placeOf({ file, line = 1, module }: Finding): { file: string; line: number } {
  return file ? { file, line } : { file: module === '.' ? 'go.mod' : `${module}/go.mod`, line: 1 };
}

/** Hashes each file once, when its first result asks, and makes the text of those lines only that have a result. */
function fingerprints(
  judged: readonly Judged[],
  sources: Sources,
): (file: string, line: number) => string | undefined {
  const wanted = new Map<string, Set<number>>();
  for (const { finding } of judged) {
    const { file, line } = placeOf(finding);
    const lines = wanted.get(file);
    if (lines) lines.add(line);
    else wanted.set(file, new Set([line]));
  }
  const hashes = new Map<string, readonly string[]>();
  return (file, line) => {
    const text = sources.get(file)?.text;
    const known = hashes.get(file) ?? (text === undefined ? undefined : hashLines(text, wanted.get(file)));
    if (known) hashes.set(file, known);
    return known?.[line - 1];
  };
}

function groupByModule(
  modules: readonly string[],
  judged: readonly Judged[],
): { id: string; judged: Judged[] }[] {
  const groups = new Map<string, Judged[]>(modules.map((module) => [module, []]));
  for (const item of judged) groups.get(item.finding.module)?.push(item);
  return [...groups].map(([module, items]) => ({
    id: module === '.' ? '' : `${encodeUri(module)}/`,
    judged: items,
  }));
}

/** Where a list must be cut, new findings stay. */
const rank = ({ standing }: Judged): number => (standing === 'new' ? 0 : 1);

const ruleId = ({ check, rule }: Finding): string => (rule === check ? check : `${check}/${rule}`);

function toRule(id: string): object {
  const check = id.split('/')[0] as keyof typeof CHECKS;
  return { id, shortDescription: { text: `${id}: ${CHECKS[check].about}` } };
}

function toResult(
  { finding, standing }: Judged,
  ruleIndex: number,
  sources: Sources,
  hashOf: (file: string, line: number) => string | undefined,
): object {
  const { file, line } = placeOf(finding);
  const text = sources.get(file)?.line(line);
  const startColumn =
    finding.column && (text === undefined ? finding.column : utf16Column(text, finding.column));
  const hash = hashOf(file, line);
  return {
    ruleId: ruleId(finding),
    ruleIndex,
    level: finding.severity,
    message: { text: finding.message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: encodeUri(file), uriBaseId: '%SRCROOT%' },
          region: {
            startLine: line,
            ...(startColumn && { startColumn }),
            ...(finding.endLine && { endLine: finding.endLine }),
          },
        },
      },
    ],
    ...(hash && { partialFingerprints: { primaryLocationLineHash: hash } }),
    baselineState: standing === 'new' ? 'new' : 'unchanged',
    ...(standing === 'accepted' && {
      suppressions: [{ kind: 'external', justification: 'In the committed baseline.' }],
    }),
  };
}

const encodeUri = (path: string): string =>
  /^[\w./-]*$/.test(path) ? path : path.split('/').map(encodeURIComponent).join('/');
