import { json } from '@go-actions/action-kit';

/** What kubeconform says of one resource that is not valid. */
export type SchemaProblem = {
  readonly resource: string;
  readonly problem: string;
  /** No schema is known for the kind: it could not be judged. */
  readonly unknown: boolean;
};

const text = json.text(20_000);
const readReport = json.record({
  resources: json.optional(
    json.list(
      json.record({
        kind: json.optional(text),
        name: json.optional(text),
        version: json.optional(text),
        status: text,
        msg: json.optional(text),
      }),
      100_000,
    ),
  ),
  summary: json.record({ valid: json.count, invalid: json.count, errors: json.count, skipped: json.count }),
});

/**
 * Reads `kubeconform -output json -summary`. Of a Secret only the path is told. Throws when the report is none, or counts other
 * resources than there were.
 */
export function parseValidation(output: string, resources: number): SchemaProblem[] {
  const { resources: found, summary } = json.parse(output, readReport);
  const { valid, invalid, errors, skipped } = summary;
  if (valid + invalid + errors !== resources || skipped > 0)
    throw new Error(`expected a report of ${resources} resources`);
  const problems = (found ?? []).filter(({ status }) => status !== 'statusValid');
  if (problems.length !== invalid + errors) throw new Error('expected every resource that is not valid');
  return problems.map(({ kind, name, version, msg = '' }) => ({
    resource: `${kind ?? '?'} ${name ?? '?'} (${version ?? '?'})`,
    problem: describe(msg, kind === 'Secret'),
    unknown: /could not find schema/.test(msg),
  }));
}

/** Leaves of the validator's tree (`- at '/spec/ports/0/port': got string, want integer`); that null would do is no advice. */
function describe(msg: string, isSecret: boolean): string {
  const leaves = [...msg.matchAll(/- at '([^']*)': (.*?)(?=\s+- at '|$)/gs)]
    .map(([, path = '', what = '']) => ({ path: path || '/', what: what.trim() }))
    .filter(({ what }) => !/^'(anyOf|allOf|oneOf)' failed$|, want null$/.test(what));
  if (isSecret)
    return `does not fit its schema${leaves.length > 0 ? ` at ${leaves.map(({ path }) => path).join(', ')}` : ''}`;
  return leaves.length > 0 ? leaves.map(({ path, what }) => `${path}: ${what}`).join('; ') : msg;
}
