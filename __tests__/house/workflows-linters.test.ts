import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from '@go-actions/action-kit';
import { ensureGoTool, inRoot } from '@go-actions/tools';
import { listManifests } from '@go-actions/tools/materialise/io/tree';
import { materialise } from '@go-actions/tools/materialise/materialise';
import { describe, expect, it } from 'vitest';
import { complaintsAbout } from './official.ts';
import { EXAMPLES, listUses, WORKFLOWS } from './workflow-files.ts';
import { ensureZizmor } from './zizmor.ts';

const WORKFLOW_FILES = [...WORKFLOWS, ...EXAMPLES].map(({ path }) => path);
const FILES = [...WORKFLOW_FILES, ...(await listManifests())];

/** Complaints that stand, each with its reason; one that no longer comes up must go. */
const ALLOWED: readonly { complaint: string; reason: string }[] = [
  {
    complaint: '.github/workflows/ci.yml: self-repository: ./',
    reason: 'the same, in the job container',
  },
  {
    complaint: '.github/workflows/ci.yml: unpinned-images: container: golang:1.24-bullseye',
    reason: 'the job shows that the newest image of that line works; it has no secret and may only read',
  },
  {
    complaint: '.github/workflows/ci.yml: self-repository: ./',
    reason:
      'the root action has no other name: `$/` alone is rejected, and the checkout is that of our own repository',
  },
  {
    complaint: 'examples/workflows/pr-report.yml: dangerous-triggers: workflow_run',
    reason:
      'that is what it is for: nothing is checked out or run, and its one step reads its artifacts as hostile',
  },
  ...EXAMPLES.flatMap(({ path, document }) =>
    listUses(path, document.jobs).map(({ uses }) => ({
      complaint: `${path}: unpinned-uses: ${uses}`,
      reason:
        'a commit to pin exists only for the reader who copies the example; `v1` is what it can name now',
    })),
  ),
];

describe("GitHub's language service", () => {
  it.each(FILES)('has no complaint about %s', async (path) => {
    expect(await complaintsAbout(path)).toEqual([]);
  });
});

describe('actionlint', () => {
  it('has no complaint about the materialised workflows', async () => {
    const actionlint = await ensureGoTool('actionlint');
    const folder = await mkdtemp(join(tmpdir(), 'go-actions-actionlint-'));
    try {
      for (const path of WORKFLOW_FILES) {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        const text = await readFile(inRoot(path), 'utf8');
        await writeFile(join(folder, path), materialise(text, { repository: 'acme/go-actions', ref: 'v1' }));
      }
      const flags = ['-no-color', '-oneline', '-shellcheck=', '-pyflakes='];
      const { code, stdout, stderr } = await run(actionlint, [...flags, ...WORKFLOW_FILES], { cwd: folder });
      expect(`${stdout}${stderr}`).toBe('');
      expect(code).toBe(0);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('zizmor', () => {
  it('has no complaint beyond the list', { timeout: 300_000 }, async (test) => {
    const zizmor = await ensureZizmor();
    if ('missing' in zizmor) {
      if (process.env.CI) throw new Error(zizmor.missing);
      console.error(`Skipping zizmor: ${zizmor.missing}.`);
      return test.skip(zizmor.missing);
    }
    const flags = [
      '--offline',
      '--persona',
      'pedantic',
      '--no-config',
      '--format',
      'json-v1',
      '--no-exit-codes',
      '--quiet',
    ];
    const { code, stdout, stderr } = await run(zizmor.path, [...flags, ...FILES], { cwd: inRoot() });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const found = (JSON.parse(stdout) as Finding[]).map(describeFinding).sort();
    expect(found).toEqual(ALLOWED.map(({ complaint }) => complaint).sort());
  });
});

type Finding = {
  readonly ident: string;
  readonly locations: readonly {
    readonly symbolic: {
      readonly kind: string;
      readonly key: { readonly Local?: { readonly given_path?: string; readonly verbatim_path?: string } };
    };
    readonly concrete: { readonly feature: string };
  }[];
};

/** FILE: AUDIT: the text that it points at. */
function describeFinding({ ident, locations }: Finding): string {
  const primary = locations.find(({ symbolic }) => symbolic.kind === 'Primary') ?? locations[0];
  const local = primary?.symbolic.key.Local;
  return `${local?.given_path ?? local?.verbatim_path}: ${ident}: ${primary?.concrete.feature.trim()}`;
}
