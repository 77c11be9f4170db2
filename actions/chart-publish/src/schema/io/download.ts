import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ActionError, json, run } from '@go-actions/action-kit';
import { makeSchemas } from '../schemas.ts';

const MODULE = 'k8s.io/kubernetes';
const SWAGGER = 'api/openapi-spec/swagger.json';
const TIMEOUT_MS = 10 * 60_000;

const readDownload = json.record({
  Dir: json.optional(json.text(4_096)),
  Error: json.optional(json.text(2_000)),
});

/** Folders of schemas by version, from the module proxy; the go command checks them against the checksum database. */
export async function fetchSchemas(
  versions: readonly string[],
  setting: { readonly scratch: string; readonly strict: boolean; readonly signal: AbortSignal },
): Promise<ReadonlyMap<string, string>> {
  const { scratch, strict, signal } = setting;
  const folders = new Map<string, string>();
  for (const version of new Set(versions)) {
    const folder = join(scratch, version);
    await mkdir(folder, { recursive: true });
    const source = await download(version, scratch, signal);
    for (const [name, text] of makeSchemas(await readFile(join(source, SWAGGER), 'utf8'), strict))
      await writeFile(join(folder, name), text);
    folders.set(version, folder);
  }
  return folders;
}

async function download(version: string, cwd: string, signal: AbortSignal): Promise<string> {
  const args = ['mod', 'download', '-json', `${MODULE}@v${version}`];
  // Settings of the job's own builds do not apply; where modules come from does (GOPROXY, GOSUMDB).
  const env = { GOFLAGS: '', GOWORK: 'off', GOTOOLCHAIN: 'local', GO111MODULE: 'on' };
  const result = await run('go', args, { cwd, env, timeoutMs: TIMEOUT_MS, signal });
  signal.throwIfAborted();
  const { Dir, Error: problem } = parseDownload(result.stdout);
  if (result.code === 0 && Dir) return Dir;
  throw new ActionError(`\`kube-versions\` has ${version}, whose schemas could not be fetched.`, {
    cause: problem || result.stderr.trim().slice(-1_000),
    remedy: 'Expected a released version of Kubernetes that the Go module proxy has.',
  });
}

function parseDownload(stdout: string): { Dir?: string | undefined; Error?: string | undefined } {
  try {
    return json.parse(stdout, readDownload);
  } catch {
    return {}; // the program ended before it could answer
  }
}
