import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { secretForms } from '@go-actions/action-kit';
import { type ActionResult, createLoginLandscape, type LoginLandscape } from '@go-actions/test-kit';

/** How a secret may be printed; each is planted once. */
const PRINTED: Readonly<Record<string, (secret: string) => string>> = {
  'as it is': (secret) => secret,
  'base64 of user and secret': (secret) => Buffer.from(`oidc:${secret}`).toString('base64'),
  'base64 in a longer text': (secret) => Buffer.from(`x=${secret}&y`).toString('base64'),
  'in a URL': (secret) => encodeURIComponent(secret),
  'JSON of JavaScript': (secret) => JSON.stringify({ secret }),
  'JSON of Go': (secret) => JSON.stringify({ secret }).replaceAll('&', '\\u0026').replaceAll('<', '\\u003c'),
  'a page': (secret) => secret.replaceAll('&', '&amp;').replaceAll('"', '&#34;'),
  hexadecimal: (secret) => Buffer.from(secret).toString('hex'),
};

/**
 * With step debugging on, no secret stands in anything that a job shows or keeps: logs, outputs, environment, state, summary,
 * workspace. The same scan finds a leak in each form when a step is made to print one.
 */
export async function proveNoLeak(): Promise<string> {
  const { texts, secrets, hits } = await scan({});
  if (hits.length > 0) throw new Error(`found in ${hits.join(', ')}`);
  const missed: string[] = [];
  for (const name of Object.keys(PRINTED))
    if ((await scan({ planted: name })).hits.length === 0) missed.push(name);
  if (missed.length > 0) throw new Error(`planted and not found: ${missed.join(', ')}`);
  return `${secrets} secrets in ${texts} texts, step debug on: 0 hits; ${Object.keys(PRINTED).length} of ${Object.keys(PRINTED).length} planted leaks found`;
}

async function scan({ planted }: { planted?: string }) {
  await using land = await createLoginLandscape();
  const env = { RUNNER_DEBUG: '1', ACTIONS_STEP_DEBUG: 'true', ...(planted && (await plant(land, planted))) };
  const inputs = { registries: land.entry() };
  const main = await land.login(inputs, { env });
  const texts = new Map(Object.entries(textsOf('main', main)));
  if (!planted) {
    const push = await land.push(main);
    await land.outlive(main);
    const again = await land.push(main, 'team/app:v2');
    for (const [name, { stdout, stderr }] of Object.entries({ push, again }))
      texts.set(`${name}'s log`, shown(stdout + stderr));
    const post = await land.post(main, {}, { env });
    for (const [name, text] of Object.entries(textsOf('post', post))) texts.set(name, text);
  }
  for (const path of await readdir(land.disk.path('work'), { recursive: true }))
    texts.set(`work/${path}`, await readFile(land.disk.path(join('work', path)), 'utf8').catch(() => '')); // a folder
  const secrets = [
    ...land.tokenService.issued.map(({ secret }) => secret),
    ...land.issuer.tokens,
    land.issuer.env.ACTIONS_ID_TOKEN_REQUEST_TOKEN,
  ];
  const forms = secrets.flatMap((secret) => secretForms('oidc', secret));
  const hits = [...texts]
    .filter(([, text]) => forms.some((form) => text.includes(form)))
    .map(([name]) => name);
  return { texts: texts.size, secrets: secrets.length, hits };
}

/** Makes a step print the first secret that it masks, once, in the given form. */
async function plant(land: LoginLandscape, name: string): Promise<Record<string, string>> {
  await land.disk.write({
    'leak.mjs': `const write = process.stdout.write.bind(process.stdout);
const print = ${PRINTED[name]};
let done = false;
process.stdout.write = (chunk, ...rest) => {
  const secret = /^::add-mask::(s3cr3t.*)$/m.exec(String(chunk))?.[1]?.replaceAll('%25', '%');
  const result = write(chunk, ...rest);
  if (secret && !done) { done = true; write(print(secret) + '\\n'); }
  return result;
};
`,
  });
  return { NODE_OPTIONS: `--import=${pathToFileURL(land.disk.path('leak.mjs')).href}` };
}

function textsOf(phase: string, result: ActionResult): Record<string, string> {
  const { stdout, stderr, outputs, exported, state, summary } = result;
  const kept = { outputs, exported, state };
  const files = Object.entries(kept).map(([name, value]) => [`${phase}'s ${name}`, JSON.stringify(value)]);
  return {
    [`${phase}'s log`]: shown(stdout + stderr),
    [`${phase}'s summary`]: summary,
    ...Object.fromEntries(files),
  };
}

/** What the runner shows: the lines that name what to hide are not in it. */
const shown = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !line.startsWith('::add-mask::'))
    .join('\n');
