import { basicAuth } from '@go-actions/action-kit';
import type { Credential } from '../providers/provider.ts';
import { authKeys } from './config.ts';

export type PullSecret = { readonly name: string; readonly namespace: string | undefined };

/** A Kubernetes Secret for `imagePullSecrets`, as `kubectl create secret docker-registry` writes it, for all registries. */
export function renderPullSecret(
  { name, namespace }: PullSecret,
  logins: readonly { readonly registry: string; readonly credential: Credential }[],
  expiresAt: number | undefined,
): { json: string; data: string } {
  const auths = logins.flatMap(({ registry, credential: { username, secret } }) =>
    authKeys(registry)
      .slice(0, 1)
      .map((key) => [key, { username, password: secret, auth: basicAuth(username, secret) }]),
  );
  const data = Buffer.from(JSON.stringify({ auths: Object.fromEntries(auths) })).toString('base64');
  const annotations = expiresAt && { 'oidc-registry-login/expires-at': new Date(expiresAt).toISOString() };
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, ...(namespace && { namespace }), ...(annotations && { annotations }) },
    type: 'kubernetes.io/dockerconfigjson',
    data: { '.dockerconfigjson': data },
  };
  return { json: `${JSON.stringify(secret, null, 2)}\n`, data };
}
