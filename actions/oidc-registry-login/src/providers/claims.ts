import { ActionError } from '@go-actions/action-kit';

/** The payload of GitHub's ID token (GitHub docs, "OpenID Connect reference"). */
export type Claims = Readonly<Record<string, unknown>>;

/** What may be shown of a token: enough to write a trust policy, nothing that identifies the run. */
export const SHOWN_CLAIMS = [
  'iss',
  'aud',
  'sub',
  'repository',
  'repository_id',
  'repository_owner_id',
  'ref',
  'event_name',
  'environment',
  'job_workflow_ref',
  'runner_environment',
] as const;

/** Clocks of runners and issuers differ; further apart than this, no provider takes the token either. */
export const CLOCK_SKEW_MS = 10 * 60_000;

/** Decodes without verifying (that is the provider's part); throws when it is no JWT. */
export function decodeClaims(token: string): Claims {
  const parts = token.split('.');
  try {
    if (parts.length !== 3) throw new Error(`${parts.length} parts`);
    const claims: unknown = JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString('utf8'));
    if (typeof claims !== 'object' || claims === null || Array.isArray(claims))
      throw new Error('not an object');
    return claims as Claims;
  } catch {
    // The reason would show a part of the token.
    throw new ActionError('The ID token endpoint answered with something that is no signed token.');
  }
}

/** Checks what makes a token useless before it is sent anywhere: another audience, or a time long past. */
export function checkClaims(claims: Claims, audience: string, now: number): void {
  const audiences = [claims.aud].flat();
  if (!audiences.includes(audience)) {
    throw new ActionError(
      `The ID token is for ${JSON.stringify(claims.aud)}, but ${JSON.stringify(audience)} was asked for.`,
    );
  }
  if (typeof claims.exp !== 'number' || claims.exp * 1_000 + CLOCK_SKEW_MS < now) {
    throw new ActionError('The ID token has expired already.', { remedy: 'Check the clock of this runner.' });
  }
}

export type SubjectShape = 'classic' | 'immutable' | 'custom';

export function subjectShape(claims: Claims): SubjectShape {
  const subject = String(claims.sub ?? '');
  if (/^repo:[^/@:]+@\d+\/[^@:]+@\d+:/.test(subject)) return 'immutable';
  return subject.startsWith(`repo:${claims.repository}:`) ? 'classic' : 'custom';
}

/**
 * The `sub` of this job in both shapes, the one in use first: repositories created, renamed or transferred since
 * 2026-07-15 have their ids in it, and a trust policy that knows one shape only breaks when a repository moves.
 */
export function subjects(claims: Claims): string[] {
  const subject = String(claims.sub ?? '');
  const [owner, name] = String(claims.repository ?? '').split('/');
  const classic = `repo:${owner}/${name}:`;
  const immutable = `repo:${owner}@${claims.repository_owner_id}/${name}@${claims.repository_id}:`;
  const shape = subjectShape(claims);
  if (shape === 'custom' || !claims.repository_id) return [subject];
  const [from, to] = shape === 'classic' ? [classic, immutable] : [immutable, classic];
  return subject.startsWith(from) ? [subject, to + subject.slice(from.length)] : [subject];
}
