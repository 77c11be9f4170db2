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
  const hashes = new Map<string, readonly string[]>();
  const hashesOf = (file: string): readonly string[] | undefined => {
    const text = sources.get(file)?.text;
    const known = hashes.get(file) ?? (text === undefined ? undefined : hashLines(text));
    if (known) hashes.set(file, known);
    return known;
  };
  const groups =
    modules.length > RUNS ? [{ id: '', judged: verdict.judged }] : groupByModule(modules, verdict.judged);
  const runs = groups.map(({ id, judged }) => {
    const chosen =
      judged.length > RESULTS ? [...judged].sort((a, b) => rank(a) - rank(b)).slice(0, RESULTS) : judged;
    const rules = [...new Set(chosen.map(({ finding }) => ruleId(finding)))].sort();
    const index = new Map(rules.map((rule, i) => [rule, i]));
    return {
      tool: {
        driver: {
          name: 'lint-gate',
          rules: rules.map((rule) => toRule(rule)),
        },
      },
      automationDetails: { id: `lint-gate/${id}` },
      columnKind: 'utf16CodeUnits',
      originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The root of the repository.' } } },
      results: chosen.map((item) => toResult(item, index.get(ruleId(item.finding)) ?? 0, sources, hashesOf)),
    };
  });
  return `${JSON.stringify({ $schema: SCHEMA, version: '2.1.0', runs })}\n`;
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
  hashesOf: (file: string) => readonly string[] | undefined,
): object {
  // Code scanning refuses results without a place; a module is where its go.mod is.
  const file = finding.file ?? (finding.module === '.' ? 'go.mod' : `${finding.module}/go.mod`);
  const line = finding.file ? (finding.line ?? 1) : 1;
  const text = sources.get(file)?.line(line);
  const startColumn =
    finding.column && (text === undefined ? finding.column : utf16Column(text, finding.column));
  const hash = hashesOf(file)?.[line - 1];
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

const encodeUri = (path: string): string => path.split('/').map(encodeURIComponent).join('/');
