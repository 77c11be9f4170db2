import { readFileSync, statSync } from 'node:fs';
import { run } from '@go-actions/action-kit';
import { createLoginLandscape, startVendors } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';
import { exists, visible } from './evidence.ts';

const UUID = '11111111-2222-3333-4444-555555555555';
const ROLE = 'role: arn:aws:iam::123456789012:role/push';

/** One entry for each provider that has an exchange of its own, all of them played by the fixture. */
function entries(endpoint: string, host: string): string {
  return `
- { registry: hub.test, provider: dockerhub, endpoint: "${endpoint}", username: acme, connection-id: ${UUID} }
- { registry: ecr.test, provider: ecr, endpoint: "${endpoint}", ${ROLE}, region: eu-west-1, repositories: [team/app] }
- { registry: public.ecr.aws, endpoint: "${endpoint}", ${ROLE} }
- registry: gar.test
  provider: gar
  endpoint: ${endpoint}
  workload-identity-provider: projects/1/locations/global/workloadIdentityPools/p/providers/g
  service-account: push@p.iam.gserviceaccount.com
- { registry: "${host}", provider: acr, endpoint: "${endpoint}", tenant-id: ${UUID}, client-id: ${UUID} }
- { registry: quay.test, provider: quay, endpoint: "${endpoint}", robot: acme+push }
- { registry: jfrog.test, provider: jfrog, endpoint: "${endpoint}", provider-name: github, audience: jfrog }
- { registry: vault.test, provider: vault, url: "${endpoint}", role: ci, path: secret/data/registry, audience: vault, username-field: user, password-field: pass }
`;
}

describe('all vendors at once', () => {
  it('take the ID token for their own audience only, and what can be ended is ended', async () => {
    await using land = await createLoginLandscape();
    await using vendors = await startVendors(land);
    const inputs = { registries: entries(vendors.url, vendors.host), verify: 'off' };
    const main = await land.login(inputs);
    expect(main).toMatchObject({ code: 0, annotations: [] });

    const config = JSON.parse(readFileSync(main.exported.REGISTRY_AUTH_FILE ?? '', 'utf8'));
    const pairs = Object.values<{ auth: string }>(config.auths).map(({ auth }) =>
      Buffer.from(auth, 'base64').toString('utf8'),
    );
    expect(pairs.sort()).toEqual(
      land.tokenService.issued.map(({ username, secret }) => `${username}:${secret}`).sort(),
    );
    expect(new Set(land.tokenService.issued.map(({ subject }) => subject))).toEqual(
      new Set(['repo:octo/app:ref:refs/heads/main']),
    );
    for (const { secret } of land.tokenService.issued)
      expect(visible(main.stdout) + main.summary + JSON.stringify(main.outputs)).not.toContain(secret);

    const post = await land.post(main, inputs);
    expect(post).toMatchObject({ code: 0, annotations: [] });
    expect(vendors.revoked.sort()).toEqual([
      'DELETE /access/api/v1/tokens/jfrog-1',
      'POST /v1/auth/token/revoke-self',
    ]);
  });

  it('keep nothing when one of them refuses', async () => {
    await using land = await createLoginLandscape();
    await using vendors = await startVendors(land);
    const refused = entries(vendors.url, vendors.host).replace('audience: jfrog', 'audience: other');
    const main = await land.login({ registries: refused, verify: 'off' });
    expect(main).toMatchObject({ code: 1, exported: {} });
    expect(main.annotations[0]?.message).toContain(
      '1 of 8 registries refused this job, and nothing was written: jfrog.test.',
    );
    expect(vendors.revoked).toEqual(['POST /v1/auth/token/revoke-self']);
  });
});

describe('the pull secret', () => {
  it('is what kubectl writes, for its owner only, and is removed with the rest', async () => {
    await using land = await createLoginLandscape();
    const file = land.disk.path('temp/pull.json');
    const inputs = {
      registries: land.entry(),
      verify: 'off',
      'pull-secret-file': file,
      'pull-secret-name': 'regcred',
      'pull-secret-namespace': 'prod',
    };
    const main = await land.login(inputs);
    expect(main.outputs['pull-secret-file']).toBe(file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const written = JSON.parse(readFileSync(file, 'utf8'));
    expect(written.metadata.annotations['oidc-registry-login/expires-at']).toBe(main.outputs['expires-at']);

    const { secret = '' } = land.tokenService.issued[0] ?? {};
    const auth = Buffer.from(`oidc:${secret}`).toString('base64');
    const auths = { [land.registry.host]: { username: 'oidc', password: secret, auth } };
    expect(JSON.parse(Buffer.from(written.data['.dockerconfigjson'], 'base64').toString('utf8'))).toEqual({
      auths,
    });

    const args = [
      'create',
      'secret',
      'docker-registry',
      'regcred',
      '--namespace=prod',
      '--dry-run=client',
      '-o',
      'json',
    ];
    const asked = [
      `--docker-server=${land.registry.host}`,
      '--docker-username=oidc',
      `--docker-password=${secret}`,
    ];
    const kubectl = await run('kubectl', [...args, ...asked]).catch(() => undefined); // not on every machine
    if (kubectl) {
      const { annotations: _ours, ...metadata } = written.metadata;
      const theirs = JSON.parse(kubectl.stdout);
      delete theirs.metadata.creationTimestamp;
      expect({ ...written, metadata }).toEqual(theirs);
    }
    await land.post(main, inputs);
    expect(await exists(file)).toBe(false);
  });

  it('stays out of the workspace', async () => {
    await using land = await createLoginLandscape();
    const main = await land.login({
      registries: land.entry(),
      'pull-secret-file': land.disk.path('work/pull.json'),
    });
    expect(main.annotations[0]?.message).toContain('expected a path outside of the workspace');
  });
});
