import { describe, expect, it } from 'vitest';
import { renderPullSecret } from '../../../../actions/oidc-registry-login/src/docker-config/pull-secret.ts';

describe('the pull secret', () => {
  const logins = ['docker.io', 'ghcr.io'].map((registry) => ({
    registry,
    credential: { username: 'u', secret: 'p' },
  }));
  const render = (namespace: string | undefined, expiresAt: number | undefined) => {
    const { json, data } = renderPullSecret({ name: 'pull', namespace }, logins, expiresAt);
    return { secret: JSON.parse(json), data };
  };

  it('has every registry once, Docker Hub under the name that kubelets know', () => {
    const { secret, data } = render(undefined, undefined);
    expect(secret.data['.dockerconfigjson']).toBe(data);
    const { auths } = JSON.parse(Buffer.from(data, 'base64').toString('utf8'));
    const entry = { username: 'u', password: 'p', auth: Buffer.from('u:p').toString('base64') };
    expect(auths).toEqual({ 'https://index.docker.io/v1/': entry, 'ghcr.io': entry });
  });

  it('has a namespace and an end only where there is one', () => {
    expect(render(undefined, undefined).secret.metadata).toEqual({ name: 'pull' });
    expect(render('prod', 0).secret.metadata).toEqual({ name: 'pull', namespace: 'prod' });
    expect(render('prod', 1_000).secret.metadata.annotations).toEqual({
      'oidc-registry-login/expires-at': '1970-01-01T00:00:01.000Z',
    });
  });
});
