import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  ActionError,
  fetchJson,
  type Job,
  mask,
  type RunOptions,
  type RunResult,
  runChecked,
} from '@go-actions/action-kit';
import { identityFlags, isUnsigned, parseIdentity, parsePredicates, type Signing } from '../signing.ts';
import type { CommitSource } from './commit-source.ts';
import { persist } from './persistence.ts';
import { installProgram } from './programs.ts';
import { ONLY_DOCKER_CONFIG } from './registry.ts';

/** Signs and attests through cosign; every reference is one with a digest. */
export type Signer = {
  /** For people: the key, or the workflow whose identity the certificate has. */
  readonly signedBy: string;
  isSigned(reference: string): Promise<boolean>;
  sign(reference: string): Promise<void>;
  hasAttestation(reference: string, attestation: Attestation): Promise<boolean>;
  attest(reference: string, attestation: Attestation): Promise<void>;
};

export type Attestation = {
  /** cosign's word: `spdxjson`, `slsaprovenance1`. */
  readonly type: string;
  /** JSON. */
  readonly predicate: string;
  /** Whether a predicate that is there already says the same. */
  readonly isSame: (found: unknown) => boolean;
};

const AUDIENCE = 'sigstore';
const TIMEOUT_MS = 5 * 60_000;

/** Signs as the inputs say; nothing where they say `off`. */
export async function installSigner(
  signing: Signing,
  source: Pick<CommitSource, 'scratch'>,
  job: Job,
): Promise<Signer | undefined> {
  if (signing.how === 'off') return undefined;
  const { signal, context } = job;
  const setting = { scratch: source.scratch('signing'), serverUrl: context.serverUrl, signal };
  return openSigner(await installProgram('cosign', job), signing, setting);
}

async function openSigner(
  cosign: string,
  signing: Exclude<Signing, { how: 'off' }>,
  job: { readonly scratch: string; readonly serverUrl: string; readonly signal: AbortSignal },
): Promise<Signer> {
  await mkdir(job.scratch, { recursive: true, mode: 0o700 });
  const { signedBy, env, readToken, signFlags, verifyFlags } =
    signing.how === 'key' ? await useKey(cosign, signing, job) : await useToken(signing, job);
  const options: RunOptions & { signal: AbortSignal } = {
    cwd: job.scratch,
    env: { ...ONLY_DOCKER_CONFIG, TUF_ROOT: join(job.scratch, 'tuf'), ...env },
    timeoutMs: TIMEOUT_MS,
    signal: job.signal,
    maxBytes: 256 * 1024 * 1024,
  };
  const task = <T>(
    what: string,
    args: readonly string[],
    judge: (result: RunResult) => T | undefined,
    more: RunOptions['env'] = {},
  ) =>
    persist({
      what,
      command: cosign,
      args,
      options: { ...options, env: { ...options.env, ...more } },
      judge,
    });
  const done = ({ code }: RunResult) => (code === 0 ? true : undefined);
  const write = async ({ type, predicate }: Attestation, reference: string) => {
    const file = join(job.scratch, `${type}-${reference.slice(-64)}.json`);
    await writeFile(file, predicate);
    return file;
  };
  return {
    signedBy,
    isSigned: (reference) =>
      task(`Verifying the signature of ${reference}`, ['verify', ...verifyFlags, reference], (result) =>
        result.code === 0 ? true : isUnsigned(result.stderr) ? false : undefined,
      ),
    sign: async (reference) => {
      await task(`Signing ${reference}`, ['sign', '--yes', ...signFlags, reference], done, await readToken());
    },
    hasAttestation: (reference, { type, isSame }) =>
      task(
        `Verifying the ${type} of ${reference}`,
        ['verify-attestation', ...verifyFlags, `--type=${type}`, reference],
        (result) => {
          if (result.code !== 0) return isUnsigned(result.stderr) ? false : undefined;
          return parsePredicates(result.stdout).some(isSame);
        },
      ),
    attest: async (reference, attestation) => {
      const file = await write(attestation, reference);
      const args = ['attest', '--yes', ...signFlags, `--type=${attestation.type}`, `--predicate=${file}`];
      const what = `Attaching the ${attestation.type} of ${reference}`;
      await task(what, [...args, reference], done, await readToken());
    },
  };
}

type Means = {
  readonly signedBy: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** For what signs, asked each time. */
  readonly readToken: () => Promise<Readonly<Record<string, string>>>;
  readonly signFlags: readonly string[];
  readonly verifyFlags: readonly string[];
};

/** With a signing configuration and a trusted root that name no service, none is asked (sigstore/cosign#4503, #4831). */
async function useKey(
  cosign: string,
  { key, password }: Extract<Signing, { how: 'key' }>,
  { scratch, signal }: { readonly scratch: string; readonly signal: AbortSignal },
): Promise<Means> {
  const isText = key.includes('-----BEGIN');
  const env = { COSIGN_PRIVATE_KEY: isText ? key : undefined, COSIGN_PASSWORD: password };
  const source = isText ? 'env://COSIGN_PRIVATE_KEY' : key;
  const [config, root, publicKey] = ['signing.json', 'root.json', 'key.pub'].map((name) =>
    join(scratch, name),
  );
  const options = { cwd: scratch, env, signal };
  await runChecked(cosign, ['signing-config', 'create', `--out=${config}`], options);
  await runChecked(cosign, ['trusted-root', 'create', `--out=${root}`], options);
  const { stdout } = await runChecked(cosign, ['public-key', `--key=${source}`], options).catch((cause) => {
    throw new ActionError('The private key of `sign-key` cannot be used.', {
      cause,
      remedy: 'Expected a key of `cosign generate-key-pair`, and its password in `sign-password`.',
    });
  });
  await writeFile(publicKey ?? '', stdout);
  return {
    signedBy: 'key',
    env,
    readToken: async () => ({}),
    signFlags: [`--key=${source}`, `--signing-config=${config}`, `--trusted-root=${root}`],
    verifyFlags: [`--key=${publicKey}`, '--insecure-ignore-tlog=true'],
  };
}

/** GitHub's ID tokens live for five minutes (actions/toolkit#2048), and a push may take longer: each signature gets one of its own. */
async function useToken(
  { tokenUrl, tokenBearer }: Extract<Signing, { how: 'keyless' }>,
  { serverUrl, signal }: { readonly serverUrl: string; readonly signal: AbortSignal },
): Promise<Means> {
  const url = new URL(tokenUrl);
  url.searchParams.set('audience', AUDIENCE);
  const headers = { authorization: `Bearer ${tokenBearer}` };
  const fetchToken = async () => {
    const { value } = await fetchJson<{ value: string }>({ url, headers, signal });
    mask(value);
    return value;
  };
  const identity = parseIdentity(await fetchToken(), serverUrl);
  return {
    signedBy: identity.workflow,
    env: { SIGSTORE_ID_TOKEN: undefined, COSIGN_PRIVATE_KEY: undefined, COSIGN_PASSWORD: undefined },
    readToken: async () => ({ SIGSTORE_ID_TOKEN: await fetchToken() }),
    signFlags: [],
    verifyFlags: identityFlags(identity),
  };
}
