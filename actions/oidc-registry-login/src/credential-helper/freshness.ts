/** BuildKit keeps a helper's answer for ten minutes (moby/buildkit#5684): what it gets must outlive that. */
const MARGIN_MS = 12 * 60_000;
/** A credential whose whole life is hardly longer is used up to its last fifth instead: there is nothing better. */
const SHORT_LIFE_MS = 15 * 60_000;

type Lifetime = { readonly obtainedAt: number; readonly expiresAt?: number | undefined };

/** Whether a credential may still be handed out; times in milliseconds since the epoch. */
export function isFresh({ obtainedAt, expiresAt }: Lifetime, now: number): boolean {
  if (expiresAt === undefined) return true;
  const life = expiresAt - obtainedAt;
  return expiresAt - now > (life > SHORT_LIFE_MS ? MARGIN_MS : life / 5);
}

/** Whether it works at all, however briefly. */
export function isAlive({ expiresAt }: Lifetime, now: number): boolean {
  return expiresAt === undefined || expiresAt > now;
}
