import { CHECKS } from '../checks/index.ts';
import type { Judged } from '../findings/classify.ts';
import type { Finding } from '../findings/finding.ts';
import type { Sources } from '../findings/source-text.ts';
import type { Verdict } from './verdict.ts';

/** What code scanning takes: https://docs.github.com/code-security/code-scanning, "SARIF results exceed one or more limits". */
const RUNS = 20;
const RESULTS = 25_000;

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

/**
 * The findings as SARIF 2.1.0, piece by piece: one run per module (a single one when there are more than 20), rules with
 * their checks, columns in UTF-16 units. All findings are in it, old ones with their `baselineState` and accepted ones
 * suppressed, because code scanning closes what a later file leaves out. Fingerprints are left to `upload-sarif`, which
 * computes them itself.
 */
export function* renderSarif(verdict: Verdict, sources: Sources): Generator<string> {
  const modules = [...new Set(verdict.outcomes.map(({ module }) => module))];
  const groups =
    modules.length > RUNS ? [{ id: '', judged: verdict.judged }] : groupByModule(modules, verdict.judged);
  yield `{"$schema":${JSON.stringify(SCHEMA)},"version":"2.1.0","runs":[`;
  for (const [i, { id, judged }] of groups.entries()) {
    if (i > 0) yield ',';
    yield* renderRun(id, selectResults(judged), sources);
  }
  yield ']}\n';
}

function* renderRun(id: string, judged: readonly Judged[], sources: Sources): Generator<string> {
  const rules = [...new Set(judged.map(({ finding }) => ruleId(finding)))].sort();
  const index = new Map(rules.map((rule, i) => [rule, i]));
  const run = {
    tool: { driver: { name: 'lint-gate', rules: rules.map(toRule) } },
    automationDetails: { id: `lint-gate/${id}` },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The root of the repository.' } } },
  };
  yield `${JSON.stringify(run).slice(0, -1)},"results":[`;
  for (const [i, item] of judged.entries()) {
    const result = toResult(item, index.get(ruleId(item.finding)) ?? 0, sources);
    yield (i === 0 ? '' : ',') + JSON.stringify(result);
  }
  yield ']}';
}

/** As many as code scanning takes, in their order; where some must go, new findings stay. */
function selectResults(judged: readonly Judged[]): readonly Judged[] {
  if (judged.length <= RESULTS) return judged;
  const fresh = judged.filter(({ status }) => status === 'new').length;
  let [newLeft, oldLeft] = [RESULTS, Math.max(0, RESULTS - fresh)];
  return judged.filter(({ status }) => (status === 'new' ? newLeft-- : oldLeft--) > 0);
}

/** Code scanning refuses results without a place; a module is where its go.mod is. */
function placeOf({ file, line = 1, module }: Finding): { file: string; line: number } {
  return file ? { file, line } : { file: module === '.' ? 'go.mod' : `${module}/go.mod`, line: 1 };
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

const ruleId = ({ check, rule }: Finding): string => (rule === check ? check : `${check}/${rule}`);

function toRule(id: string): object {
  const check = id.split('/')[0] as keyof typeof CHECKS;
  return { id, shortDescription: { text: `${id}: ${CHECKS[check].about}` } };
}

function toResult({ finding, status }: Judged, ruleIndex: number, sources: Sources): object {
  const { file, line } = placeOf(finding);
  const startColumn =
    finding.column && (sources.get(file)?.utf16Column(line, finding.column) ?? finding.column);
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
    baselineState: status === 'new' ? 'new' : 'unchanged',
    ...(status === 'accepted' && {
      suppressions: [{ kind: 'external', justification: 'In the committed baseline.' }],
    }),
  };
}

const encodeUri = (path: string): string =>
  /^[\w./-]*$/.test(path) ? path : path.split('/').map(encodeURIComponent).join('/');
