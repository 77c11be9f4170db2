import { json } from '@go-actions/action-kit';
import { SCAN_LEVELS, type ScanLevel } from './verdict.ts';

/** A vulnerability whose code is in a binary. */
export type Vulnerability = {
  /** Its own id first, then the aliases. */
  readonly ids: readonly string[];
  readonly summary: string;
  readonly severity: ScanLevel | undefined;
  readonly module: string;
  readonly version: string;
  /** Empty while there is none. */
  readonly fixed: string;
};

const text = json.text(2_000);
const optionalText = json.optional(text);

const readMessage = json.record({
  config: json.optional(json.record({ scanner_name: text })),
  osv: json.optional(
    json.record({
      id: text,
      summary: optionalText,
      aliases: json.optional(json.list(text, 1_000)),
      database_specific: json.optional(json.record({ severity: optionalText })),
    }),
  ),
  finding: json.optional(
    json.record({
      osv: text,
      fixed_version: optionalText,
      trace: json.list(
        json.record({ module: optionalText, version: optionalText, function: optionalText }),
        1_000,
      ),
    }),
  ),
});

/**
 * Reads the messages of `govulncheck -format json` (golang.org/x/vuln/internal/govulncheck). In binary mode a finding with a
 * function is code that is linked in; the others name a module or package of which the vulnerable part is not. Throws when the
 * messages are not those of a scan.
 */
export function parseGovulncheck(output: string): Vulnerability[] {
  const messages = splitDocuments(output).map((document) => json.parse(document, readMessage));
  if (!messages.some(({ config }) => config?.scanner_name === 'govulncheck'))
    throw new Error('expected the messages of govulncheck');
  const entries = new Map(messages.flatMap(({ osv }) => (osv ? [[osv.id, osv] as const] : [])));
  const found = new Map<string, Vulnerability>();
  for (const { finding } of messages) {
    const [symbol] = finding?.trace ?? [];
    if (!finding || !symbol?.function) continue;
    const entry = entries.get(finding.osv);
    const word = entry?.database_specific?.severity?.toLowerCase();
    found.set(`${finding.osv} ${symbol.module}`, {
      ids: [finding.osv, ...(entry?.aliases ?? [])],
      summary: entry?.summary ?? '',
      severity: SCAN_LEVELS.find((level) => level === (word === 'moderate' ? 'medium' : word)),
      module: symbol.module ?? '',
      version: symbol.version ?? '',
      fixed: finding.fixed_version ?? '',
    });
  }
  return [...found.values()];
}

/** The messages are JSON documents one after another, each ending with a closing brace at the start of a line. */
function splitDocuments(output: string): string[] {
  return output.split(/(?<=^\})\n/m).filter((document) => document.trim() !== '');
}
