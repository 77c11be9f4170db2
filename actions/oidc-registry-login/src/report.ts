import { code, codeBlock, details, escapeMarkdown, formatDuration, table } from '@go-actions/action-kit';
import { type Claims, SHOWN_CLAIMS, subjectShape } from './providers/claims.ts';
import { PROVIDERS } from './providers/index.ts';
import { type Attempt, firstExpiry, loginsOf } from './registries/attempt.ts';
import type { RegistryEntry } from './registries/entries.ts';
import { formatTime } from './revocation/issued.ts';

/** The conclusion in one sentence, for the log, the annotation and the head of the summary. */
export function describeLogin(attempts: readonly Attempt[]): string {
  const failed = attempts.filter(({ outcome }) => outcome === 'failed');
  const done = loginsOf(attempts);
  const registries = attempts.length === 1 ? 'registry' : 'registries';
  if (failed.length > 0) {
    return `${failed.length} of ${attempts.length} ${registries} refused this job, and nothing was written: ${failed.map(({ entry }) => entry.registry).join(', ')}.`;
  }
  const skipped = attempts.length - done.length;
  const end = firstExpiry(done);
  return [
    `Logged in to ${done.length} of ${attempts.length} ${registries}`,
    end ? `, the first until ${formatTime(end)}` : '',
    skipped > 0 ? ` (${skipped} skipped: this job gets no OIDC token)` : '',
    '.',
  ].join('');
}

/** One line for each registry: host, provider, user, until when, what the registry said, how long it took. */
export function renderRows(attempts: readonly Attempt[]): string[][] {
  return attempts.map((attempt) => {
    const { registry, provider } = attempt.entry;
    if (attempt.outcome === 'skipped') return [registry, provider, '-', '-', 'skipped', '-'];
    if (attempt.outcome === 'failed')
      return [registry, provider, '-', '-', 'refused', formatDuration(attempt.ms)];
    const { username, expiresAt } = attempt.credential;
    const until = expiresAt === undefined ? 'end of job' : formatTime(expiresAt);
    return [registry, provider, username, until, attempt.verified, formatDuration(attempt.ms)];
  });
}

const HEADER = ['Registry', 'Provider', 'User', 'Until', 'Check', 'Time'];

/** The rows as plain text, in columns. */
export function renderColumns(rows: readonly (readonly string[])[]): string {
  const all = [HEADER, ...rows];
  const widths = HEADER.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** `alive`: what was issued and lives on although the login failed. */
export function renderSummary(attempts: readonly Attempt[], alive: readonly string[] = []): string {
  const failed = attempts.flatMap((attempt) => (attempt.outcome === 'failed' ? [attempt] : []));
  const rows = renderRows(attempts).map((row) => row.map(escapeMarkdown));
  const left = alive.length > 0 ? `\n**What lives on**\n\n${codeBlock(alive.join('\n'))}\n` : '';
  const reasons = failed.map(({ entry, reason, claims }) => {
    const trust = claims
      ? details(`What ${escapeMarkdown(entry.registry)} has to trust`, renderTrust(entry, claims))
      : '';
    return `**${escapeMarkdown(entry.registry)}**\n\n${codeBlock(reason)}\n${trust}`;
  });
  return `### ${failed.length > 0 ? '❌' : '✅'} ${escapeMarkdown(describeLogin(attempts))}\n\n${table(HEADER, rows)}${reasons.join('\n')}${left}\n`;
}

/** The claims that matter and the policy to paste; a registry that needs no ID token (ghcr.io) has no claims. */
export function renderTrust(entry: RegistryEntry, claims: Claims | undefined): string {
  const policy = codeBlock(PROVIDERS[entry.provider].trust(entry, claims ?? {}));
  if (!claims) return policy;
  const rows = shownClaims(claims).map(([name, value]) => [code(name), code(value)]);
  return `${table(['Claim', 'Value'], rows)}${describeShape(claims)}\n\n${policy}`;
}

/** The same for the log. */
export function renderTrustText(entry: RegistryEntry, claims: Claims | undefined): string {
  const lines = claims ? shownClaims(claims).map(([name, value]) => `  ${name}: ${value}`) : [];
  const shape = claims ? [describeShape(claims)] : [];
  const policy = PROVIDERS[entry.provider].trust(entry, claims ?? {});
  return [`${entry.registry} (${entry.provider})`, ...lines, ...shape, '', policy, ''].join('\n');
}

function describeShape(claims: Claims): string {
  const shape = subjectShape(claims);
  const other =
    shape === 'custom'
      ? ''
      : ' It comes first; trust the other shape too only while a repository is on its way from one to the other.';
  return `The sub of this job has the ${shape} shape.${other}`;
}

function shownClaims(claims: Claims): [string, string][] {
  return SHOWN_CLAIMS.flatMap((name): [string, string][] => {
    const value = claims[name];
    return value === undefined || value === '' ? [] : [[name, [value].flat().join(', ')]];
  });
}
