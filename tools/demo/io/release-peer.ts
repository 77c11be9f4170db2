import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { runChecked } from '@go-actions/action-kit';
import { type PeerRelease, startGitHubApi } from '@go-actions/test-kit';
import { readArchive } from '../archive.ts';
import type { Fact } from '../scene.ts';
import { JOB_TOKEN } from './engine.ts';
import type { Peers, Setting } from './peers.ts';

const ARCHIVE = /\.(tar\.gz|zip)$/;

/** A GitHub API that locks what is published, over the checkout's `origin`. */
export async function startReleasePeer({ repository, checkout, tag, targets }: Setting): Promise<Peers> {
  const api = await startGitHubApi({
    repository,
    gitDir: checkout.origin,
    token: JOB_TOKEN,
    immutable: true,
  });
  const tagObject = await api.tag(tag);
  const writes: string[][] = [];
  return {
    env: { GITHUB_API_URL: api.url },
    vars: {},
    afterRun: async () => {
      const before = writes.flat().length;
      writes.push(
        api
          .writes()
          .slice(before)
          .map(({ method, path }) => describeWrite(method, path)),
      );
    },
    readFacts: async () => {
      const releases = api.releases().filter((release) => release.tag === tag);
      const [release] = releases;
      const [first = [], again = []] = writes;
      const published = releases.length === 1 && release?.draft === false;
      return [
        {
          what: `Release ${tag}`,
          found: published
            ? 'one, published'
            : `${releases.length}, ${release?.draft ? 'a draft' : 'not published'}`,
          ok: published,
        },
        {
          what: 'Written by the first run',
          found: first.join(', ') || 'nothing',
          ok: isDraftUploadPublish(first),
        },
        {
          what: 'Written by the same tag again',
          found: again.join(', ') || 'nothing',
          ok: again.length === 0,
        },
        {
          what: 'The tag',
          found: (await api.tag(tag)) === tagObject ? 'not moved' : 'moved',
          ok: (await api.tag(tag)) === tagObject,
        },
        ...(release ? await readAssetFacts(release, tag, targets) : []),
      ];
    },
    [Symbol.asyncDispose]: () => api[Symbol.asyncDispose](),
  };
}

function describeWrite(method: string, path: string): string {
  if (method === 'POST' && /\/releases$/.test(path)) return 'draft';
  if (method === 'POST' && /\/assets$/.test(path)) return 'upload';
  if (method === 'PATCH' && /\/releases\/\d+$/.test(path)) return 'publish';
  return `${method} ${path}`;
}

function isDraftUploadPublish(writes: readonly string[]): boolean {
  return /^draft(, upload)+, publish$/.test(writes.join(', '));
}

/** What the published bytes say, read with `go version -m`: Go's own word on how a binary was built. */
async function readAssetFacts(
  release: PeerRelease,
  tag: string,
  targets: readonly string[],
): Promise<Fact[]> {
  const sums = release.assets.find((asset) => asset.name === 'SHA256SUMS')?.bytes.toString('utf8') ?? '';
  const archives = release.assets.filter((asset) => ARCHIVE.test(asset.name));
  const wrong = archives.filter(
    ({ name, bytes }) => !sums.includes(`${createHash('sha256').update(bytes).digest('hex')}  ${name}`),
  );
  const dir = await mkdtemp(join(tmpdir(), 'go-actions-assets-'));
  try {
    const built: Fact[] = [];
    const found = new Set<string>();
    for (const { name, bytes } of archives) {
      for (const file of readArchive(name, bytes)) {
        const path = join(dir, basename(file.path));
        await writeFile(path, file.bytes);
        if (!isProgram(file.bytes)) continue;
        const info = (await runChecked('go', ['version', '-m', path])).stdout;
        const setting = (key: string) => new RegExp(`\\tbuild\\t${key}=(.*)`).exec(info)?.[1] ?? '';
        const target = `${setting('GOOS')}/${setting('GOARCH')}`;
        found.add(target);
        const version = /\tmod\t\S+\t(\S+)/.exec(info)?.[1] ?? 'no version';
        const ok =
          setting('CGO_ENABLED') === '0' &&
          setting('-trimpath') === 'true' &&
          version === tag &&
          setting('vcs.modified') === 'false';
        built.push({
          what: `${basename(file.path)} in ${name}`,
          found: `${target}, ${version}, CGO_ENABLED=${setting('CGO_ENABLED')}`,
          ok,
        });
      }
    }
    const missing = targets.filter((target) => !found.has(target));
    return [
      {
        what: 'SHA256SUMS',
        found:
          wrong.length === 0 && sums
            ? `right for ${archives.length} archives`
            : `wrong for ${wrong.map(({ name }) => name).join(', ') || 'all: there is none'}`,
        ok: wrong.length === 0 && archives.length > 0,
      },
      {
        what: 'Targets',
        found: missing.length === 0 ? [...found].join(', ') : `without ${missing.join(', ')}`,
        ok: missing.length === 0,
      },
      ...built,
    ];
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** ELF, Mach-O (64 bit) or PE. */
function isProgram(bytes: Buffer): boolean {
  return (
    ['7f454c46', 'cffaedfe'].includes(bytes.toString('hex', 0, 4)) || bytes.toString('latin1', 0, 2) === 'MZ'
  );
}
