import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '@go-actions/action-kit';
import { startOidcIssuer, startRegistry, startTokenService } from '@go-actions/test-kit';
import { ensureGoTool } from '../../go-tools.ts';
import type { Fact } from '../scene.ts';
import type { Peers, Setting } from './peers.ts';

const IMAGE = 'team/beacon:demo';
const LONGEST_MINUTES = 60;

/** An OIDC issuer for the job, a token service that verifies its tokens, and the CNCF registry behind it. */
export async function startLoginPeer({ repository, scene }: Setting): Promise<Peers> {
  const issuer = await startOidcIssuer({ identity: { repository } });
  const tokenService = await startTokenService({ issuer, trusts: new RegExp(`^repo:${repository}:`) });
  const registry = await startRegistry({ tokenService });
  return {
    env: issuer.env,
    vars: { REGISTRY: registry.host, TOKEN_URL: tokenService.tokenUrl, AUDIENCE: tokenService.audience },
    afterRun: async () => undefined,
    readFacts: async () => {
      const issued = tokenService.issued.at(-1);
      const count = tokenService.issued.length;
      const minutes = issued ? Math.round((issued.expiresAt - Date.now()) / 60_000) : Number.NaN;
      const ours = tokenService.issue('demo');
      const digest = await readDigest(registry.host, ours);
      const facts: Fact[] = [
        {
          what: 'Credentials issued',
          found: `${count}, to ${issued?.subject ?? 'nobody'}`,
          ok: count === scene.runs.length,
        },
        { what: `The registry's ${IMAGE}`, found: digest || 'missing', ok: digest.startsWith('sha256:') },
        {
          what: 'The service itself forgets them',
          found: issued ? `in ${minutes} minutes` : 'there are none',
          ok: minutes <= LONGEST_MINUTES,
        },
      ];
      return facts;
    },
    [Symbol.asyncDispose]: async () => {
      await registry[Symbol.asyncDispose]();
      await tokenService[Symbol.asyncDispose]();
      await issuer[Symbol.asyncDispose]();
    },
  };
}

/** Asks the registry itself, with credentials of our own. */
async function readDigest(
  host: string,
  { username, secret }: { username: string; secret: string },
): Promise<string> {
  const crane = await ensureGoTool('crane');
  const dir = await mkdtemp(join(tmpdir(), 'go-actions-docker-'));
  try {
    const auth = Buffer.from(`${username}:${secret}`).toString('base64');
    await writeFile(join(dir, 'config.json'), JSON.stringify({ auths: { [host]: { auth } } }), {
      mode: 0o600,
    });
    return (await run(crane, ['digest', `${host}/${IMAGE}`], { env: { DOCKER_CONFIG: dir } })).stdout.trim();
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
