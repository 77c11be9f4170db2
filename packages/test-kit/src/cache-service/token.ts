/** What the runtime token of a job may do in one cache scope; `permission` is a bit field (1 read, 2 write). */
export type CacheScope = { readonly scope: string; readonly permission: 1 | 2 | 3 };

export const MAIN_SCOPE: CacheScope = { scope: 'refs/heads/main', permission: 3 };

/** An unsigned token in the shape of the runner's: a JWT whose `ac` claim is a JSON text with the scopes, and whose `scp` names run and job. */
export function makeRuntimeToken(scopes: readonly CacheScope[]): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const ac = JSON.stringify(
    scopes.map(({ scope, permission }) => ({ Scope: scope, Permission: permission })),
  );
  return `${part({ alg: 'none', typ: 'JWT' })}.${part({ ac, scp: 'Actions.Results:run:job', iss: 'go-actions-test' })}.${part('unsigned')}`;
}

/** The scopes of a bearer header; undefined when it is no token of ours. */
export function readScopes(authorization: string | undefined): CacheScope[] | undefined {
  const payload = /^Bearer [^.]+\.([^.]+)\./.exec(authorization ?? '')?.[1];
  if (!payload) return undefined;
  try {
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { ac: string };
    const scopes = JSON.parse(claims.ac) as { Scope: string; Permission: 1 | 2 | 3 }[];
    return scopes.map(({ Scope, Permission }) => ({ scope: Scope, permission: Permission }));
  } catch {
    return undefined; // not JSON: a foreign token
  }
}
