import { json } from '@go-actions/action-kit';

/** A vulnerability whose code is in a binary. */
export type Vulnerability = {
  /** Its own id first, then the aliases. */
  readonly ids: readonly string[];
  readonly summary: string;
  readonly module: string;
  readonly version: string;
  /** Empty while there is none. */
  readonly fixed: string;
};

const text = json.text(2_000);
const optionalText = json.optional(text);

const readAffected = json.record({
  package: json.record({ name: text }),
  ecosystem_specific: json.optional(
    json.record({
      imports: json.optional(
        json.list(json.record({ symbols: json.optional(json.list(text, 10_000)) }), 10_000),
      ),
    }),
  ),
});
type Affected = ReturnType<typeof readAffected>;

const readMessage = json.record({
  config: json.optional(json.record({ scanner_name: text, db_last_modified: optionalText })),
  SBOM: json.optional(json.record({ modules: json.list(json.record({ path: text }), 10_000) })),
  osv: json.optional(
    json.record({
      id: text,
      summary: optionalText,
      aliases: json.optional(json.list(text, 1_000)),
      affected: json.optional(json.list(readAffected, 10_000)),
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

export type ScanResult = {
  readonly found: readonly Vulnerability[];
  /** When the vulnerability database was last changed. */
  readonly database: Date;
};

/**
 * Reads the messages of `govulncheck -format json` (golang.org/x/vuln/internal/govulncheck). In binary mode a finding with a
 * function is code that is linked in; the others name a module or package of which the vulnerable part is not, unless the entry
 * names no functions at all and so means all of it. Throws when the messages are not those of a scan with a database: govulncheck
 * takes an empty folder for one, of the year 1.
 */
export function parseGovulncheck(output: string): ScanResult {
  const messages = splitDocuments(output).map((document) => json.parse(document, readMessage));
  const config = messages.find((message) => message.config)?.config;
  if (config?.scanner_name !== 'govulncheck') throw new Error('expected the messages of govulncheck');
  const database = new Date(config.db_last_modified ?? '');
  if (!(database.getTime() > 0))
    throw new Error('expected a vulnerability database with a date (index/db.json)');
  if (!messages.some(({ SBOM }) => SBOM && SBOM.modules.length > 0))
    throw new Error('expected the modules of the program');
  const entries = new Map(messages.flatMap(({ osv }) => (osv ? [[osv.id, osv] as const] : [])));
  const found = new Map<string, Vulnerability>();
  for (const { finding } of messages) {
    const [symbol] = finding?.trace ?? [];
    if (!finding) continue;
    const entry = entries.get(finding.osv);
    if (!symbol?.function && !meansAll(entry?.affected, symbol?.module)) continue;
    found.set(`${finding.osv} ${symbol?.module}`, {
      ids: [finding.osv, ...(entry?.aliases ?? [])],
      summary: entry?.summary ?? '',
      module: symbol?.module ?? '',
      version: symbol?.version ?? '',
      fixed: finding.fixed_version ?? '',
    });
  }
  return { found: [...found.values()], database };
}

/** Whether an entry names no functions of the module or of one of its packages; one that nobody described may mean anything. */
function meansAll(affected: readonly Affected[] | undefined, module: string | undefined): boolean {
  const named = affected?.filter((each) => each.package.name === module) ?? [];
  const imports = named.map((each) => each.ecosystem_specific?.imports ?? []);
  return named.length === 0 || imports.some((each) => each.length === 0 || each.some(namesNothing));
}

const namesNothing = ({ symbols }: { readonly symbols: readonly string[] | undefined }): boolean =>
  !symbols || symbols.length === 0;

/** The messages are JSON documents one after another, each ending with a closing brace at the start of a line. */
function splitDocuments(output: string): string[] {
  return output.split(/(?<=^\})\n/m).filter((document) => document.trim() !== '');
}
