import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run, runChecked } from '@go-actions/action-kit';
import { identityFlags, isUnsigned, parseIdentity } from '@go-actions/delivery';
import { createDeliveryLandscape, type DeliveryLandscape } from '@go-actions/test-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { whyWithout } from '../../needs.ts';

// Building them takes minutes: they are used where they are there.
const missing = await whyWithout(['cosign', 'crane'], 'deliver');
beforeEach(({ skip }) => skip(missing !== undefined, missing));

const FULCIO = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'fixtures', 'fulcio', 'main.go');
const ISSUER = 'https://token.actions.githubusercontent.com';
const WORKFLOW = 'octo/go-actions/.github/workflows/go-deliver.yml@refs/tags/v1';
const CLAIMS = {
  iss: ISSUER,
  job_workflow_ref: WORKFLOW,
  repository: 'octo/app',
  ref: 'refs/heads/main',
  sha: '0123456789abcdef0123456789abcdef01234567',
};
const OURS = {
  workflow: `https://github.com/${WORKFLOW}`,
  issuer: ISSUER,
  repository: CLAIMS.repository,
  ref: CLAIMS.ref,
  commit: CLAIMS.sha,
};
const OTHERS: Record<string, Partial<typeof OURS>> = {
  'another-repository': { repository: 'mallory/app' },
  'a-repository-that-begins-alike': { repository: 'octo/app-fork' },
  'another-branch': { ref: 'refs/heads/feature' },
  'a-tag-of-the-same-name': { ref: 'refs/tags/main' },
  'another-commit': { commit: 'f'.repeat(40) },
  'another-workflow': { workflow: OURS.workflow.replace('go-deliver', 'ci') },
  'the-workflow-of-another-branch': { workflow: OURS.workflow.replace('tags/v1', 'heads/evil') },
  'an-identity-that-holds-ours': { workflow: `https://mallory.example/x?u=${OURS.workflow}` },
  'an-identity-that-begins-with-ours': { workflow: `${OURS.workflow}.1` },
  'another-issuer': { issuer: 'https://token.mallory.example' },
};

let landscape: DeliveryLandscape;
beforeAll(async () => {
  if (missing) return;
  landscape = await createDeliveryLandscape({ tools: ['crane', 'cosign'], platforms: ['linux/amd64'] });
  const { disk } = landscape;
  const signers = [{ name: 'ours', ...OURS }];
  for (const [name, changes] of Object.entries(OTHERS)) signers.push({ name, ...OURS, ...changes });
  await runChecked('go', ['run', FULCIO], { cwd: disk.dir, input: JSON.stringify(signers) });
  const fulcio = `--fulcio=url=https://fulcio.example,certificate-chain=${disk.path('root.pem')}`;
  await landscape.exec('cosign', ['trusted-root', 'create', fulcio, '--out=trusted.json']);
  await landscape.exec('cosign', ['signing-config', 'create', '--out=signing.json']);
});
afterAll(async () => landscape?.[Symbol.asyncDispose]());

/** Signs and attests as the holder of a certificate, on an image of its own. */
async function signAs(name: string): Promise<string> {
  const tag = `${landscape.registry.host}/keyless/${name}:v1`;
  await landscape.exec('crane', ['copy', landscape.base, tag]);
  const reference = `${landscape.registry.host}/keyless/${name}@${await landscape.exec('crane', ['digest', tag])}`;
  await landscape.exec('cosign', [
    'import-key-pair',
    `--key=${name}.key`,
    `--output-key-prefix=cosign-${name}`,
  ]);
  await landscape.disk.write({ 'predicate.json': '{}' });
  const flags = [
    '--yes',
    `--key=cosign-${name}.key`,
    `--certificate=${name}.pem`,
    '--certificate-chain=root.pem',
    '--signing-config=signing.json',
    '--trusted-root=trusted.json',
  ];
  await landscape.exec('cosign', ['sign', ...flags, reference]);
  await landscape.exec('cosign', [
    'attest',
    ...flags,
    '--type=slsaprovenance1',
    '--predicate=predicate.json',
    reference,
  ]);
  return reference;
}

/** The policy of a publication, with what stands in for the public services: our own root, no log, no timestamps. */
async function verify(reference: string) {
  const token = `e30.${Buffer.from(JSON.stringify(CLAIMS)).toString('base64url')}.c2lnbmF0dXJl`;
  const flags = [
    ...identityFlags(parseIdentity(token, 'https://github.com')),
    '--trusted-root=trusted.json',
    '--allow-certificate-chain',
    '--insecure-ignore-tlog',
    '--insecure-ignore-sct',
  ];
  const options = { cwd: landscape.disk.dir, env: landscape.env };
  return {
    signature: await run('cosign', ['verify', ...flags, reference], options),
    attestation: await run(
      'cosign',
      ['verify-attestation', ...flags, '--type=slsaprovenance1', reference],
      options,
    ),
  };
}

describe('cosign with the identity of this job', () => {
  it('takes its own certificate', async () => {
    const { signature, attestation } = await verify(await signAs('ours'));
    expect(signature).toMatchObject({ code: 0 });
    expect(attestation).toMatchObject({ code: 0 });
  });

  it.each(Object.keys(OTHERS))('refuses %s, as the signature of somebody else', async (name) => {
    const { signature, attestation } = await verify(await signAs(name));
    for (const { code, stderr } of [signature, attestation]) {
      expect(code).not.toBe(0);
      expect({ stderr, unsigned: isUnsigned(stderr) }).toMatchObject({ unsigned: true });
    }
  });
});
