import type { RawFinding } from './answer.ts';

export const VULN_LEVELS = ['called', 'imported', 'required'] as const;
export type VulnLevel = (typeof VULN_LEVELS)[number];

type Frame = {
  readonly module: string;
  readonly version?: string;
  readonly package?: string;
  readonly function?: string;
  readonly receiver?: string;
  readonly position?: { readonly filename?: string; readonly line?: number; readonly column?: number };
};

/** One object of govulncheck's stream that matters here (golang/vuln, internal/govulncheck). */
export type VulnMessage = {
  readonly osv?: {
    readonly id: string;
    readonly summary?: string;
    readonly details?: string;
    readonly aliases?: readonly string[];
  };
  readonly finding?: {
    readonly osv: string;
    readonly fixed_version?: string;
    readonly trace: readonly Frame[];
  };
};

export type Ignored = { readonly id: string; readonly reason: string; readonly expires: string };

/** What became of an ignore entry: `expired` ones count no longer, `unused` ones can be deleted. */
export type IgnoreNote = { readonly entry: Ignored; readonly state: 'applied' | 'expired' | 'unused' };

/**
 * Judges govulncheck's findings: one for each vulnerability that reaches `level`, at the call in this module where there is
 * one, else at go.mod. Of several traces the deepest one counts. An ignore entry holds through the day that it names.
 */
export function judgeVulns(
  messages: readonly VulnMessage[],
  options: { level: VulnLevel; ignored: readonly Ignored[]; today: string },
): { findings: RawFinding[]; notes: IgnoreNote[] } {
  const known = new Map(messages.flatMap(({ osv }) => (osv ? [[osv.id, osv]] : [])));
  const deepest = new Map<string, NonNullable<VulnMessage['finding']>>();
  for (const { finding } of messages) {
    if (!finding) continue;
    const best = deepest.get(finding.osv);
    if (!best || depth(finding) < depth(best)) deepest.set(finding.osv, finding);
  }
  const reach = VULN_LEVELS.indexOf(options.level);
  const counted = [...deepest.values()].filter((finding) => depth(finding) <= reach);
  const names = (id: string) => [id, ...(known.get(id)?.aliases ?? [])];
  const notes = options.ignored.map((entry): IgnoreNote => {
    const met = counted.some(({ osv }) => names(osv).includes(entry.id));
    return { entry, state: !met ? 'unused' : entry.expires < options.today ? 'expired' : 'applied' };
  });
  const waived = new Set(notes.filter(({ state }) => state === 'applied').map(({ entry }) => entry.id));
  const lapsed = new Map(
    notes.filter(({ state }) => state === 'expired').map(({ entry }) => [entry.id, entry.expires]),
  );
  const findings = counted
    .filter(({ osv }) => !names(osv).some((name) => waived.has(name)))
    .map((finding) => {
      const until = names(finding.osv)
        .map((name) => lapsed.get(name))
        .find(Boolean);
      const osv = known.get(finding.osv);
      return toFinding(finding, osv?.summary || osv?.details?.split('\n')[0] || 'known vulnerability', until);
    });
  return { findings, notes };
}

/** 0 for a vulnerable function that is called, 1 for an imported package, 2 for a required module. */
function depth({ trace }: NonNullable<VulnMessage['finding']>): number {
  const [frame] = trace;
  return frame?.function ? 0 : frame?.package ? 1 : 2;
}

function toFinding(
  { osv, fixed_version, trace }: NonNullable<VulnMessage['finding']>,
  summary: string,
  ignoredUntil: string | undefined,
): RawFinding {
  const vulnerable = trace[0];
  const caller = trace.at(-1);
  const symbol =
    vulnerable?.function &&
    [vulnerable.receiver?.replace(/^\*/, ''), vulnerable.function].filter(Boolean).join('.');
  const how = symbol
    ? `calls ${vulnerable?.package}.${symbol}`
    : vulnerable?.package
      ? `imports ${vulnerable.package}`
      : 'requires it';
  const fixed = fixed_version ? `fixed in ${fixed_version}` : 'no fixed version';
  const lapsed = ignoredUntil ? ` Its ignore entry ended on ${ignoredUntil}.` : '';
  const position = symbol && trace.length > 1 ? caller?.position : undefined;
  return {
    file: position?.filename ?? 'go.mod',
    line: position?.filename ? position.line : undefined,
    column: position?.filename ? position.column : undefined,
    rule: osv,
    message: `${summary}: ${vulnerable?.module}@${vulnerable?.version ?? 'unknown'} (${fixed}); this module ${how}. https://pkg.go.dev/vuln/${osv}${lapsed}`,
  };
}

/** Checks the entries of an ignore file (already parsed YAML). Throws `expected …` with the entry's number. */
export function parseIgnored(data: unknown): Ignored[] {
  if (data === null || data === undefined) return [];
  if (!Array.isArray(data)) throw new Error('expected a list of entries with id, reason and expires');
  return data.map((entry: unknown, i) => {
    const { id, reason, expires } = (entry ?? {}) as Record<string, unknown>;
    const day = expires instanceof Date ? expires.toISOString().slice(0, 10) : expires;
    const wrong =
      typeof id !== 'string' || !/^(GO|CVE|GHSA)-/.test(id)
        ? 'an `id` such as GO-2024-1234'
        : typeof reason !== 'string' || reason.trim() === ''
          ? 'a `reason`'
          : typeof day !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(Date.parse(day))
            ? 'a date `expires` such as 2026-12-31'
            : undefined;
    if (wrong) throw new Error(`expected ${wrong} in entry ${i + 1}`);
    return { id: id as string, reason: reason as string, expires: day as string };
  });
}
