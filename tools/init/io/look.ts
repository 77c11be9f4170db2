import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, posix, relative, sep } from 'node:path';
import { ActionError, run } from '@go-actions/action-kit';
import { discoverModules, type GoModule, type GoPackage, listPackages } from '@go-actions/go-project';
import { runAction } from '@go-actions/test-kit';
import { repositoryOf } from '../../release/origin.ts';
import { ROOT } from '../../root.ts';
import type { Facts, Measured, ModuleFacts, WorkflowFacts } from '../facts.ts';

const SKIPPED = /^(\.git|node_modules|vendor|testdata)$/;
/** Far more files than a repository has that somebody works in; a look is not a search of the disk. */
const MAX_FILES = 200_000;

/** Looks at a repository, and runs its tests once when `measure` is set; writes nothing into it. */
export async function look(folder: string, measure: boolean): Promise<Facts> {
  const root = await topOf(folder);
  const { modules, unreadable } = await discoverModules(folder, { gowork: process.env.GOWORK });
  const files = await listFiles(root);
  const tags = (await git(root, 'tag', '--list')).split('\n');
  const listed = await Promise.all(modules.map((module) => listModule(folder, module)));
  const chart = files.find((path) => posix.basename(path) === 'Chart.yaml');
  const tests = await testNames(listed.flatMap(({ packages }) => packages));
  const facts = listed.map(({ facts }) => facts);
  return {
    suite: repositoryOf(await git(ROOT, 'remote', 'get-url', 'origin')) ?? 'OWNER/go-actions',
    workingDirectory: relative(root, folder).split(sep).join('/') || '.',
    defaultBranch: await defaultBranchOf(root),
    repository: repositoryOf(await git(root, 'remote', 'get-url', 'origin')),
    modules: facts,
    unreadable: unreadable.map(({ dir }) => dir),
    versionTags: tags.filter((tag) => /^v\d+\.\d+\.\d+/.test(tag)).length,
    nestedTags: tags.filter((tag) => /\/v\d+\.\d+\.\d+/.test(tag)).length,
    commits: Number(await git(root, 'rev-list', '--count', '--max-count=2', 'HEAD')) || 0,
    golangci: await readGolangciConfig(
      root,
      files.find((path) => /^\.golangci\.(ya?ml|toml|json)$/.test(path)),
    ),
    dockerfile: files.find((path) => posix.basename(path) === 'Dockerfile'),
    chart: chart && posix.dirname(chart),
    contractTests: tests.some((name) => name.startsWith('TestContract')),
    endToEndTests: tests.some((name) => name.startsWith('TestE2E')),
    workflows: await readWorkflows(
      root,
      files.filter((path) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path)),
    ),
    measured: measure ? await measureCoverage(root, folder, facts) : undefined,
  };
}

/** A module's packages, or what Go says against it. */
async function listModule(
  folder: string,
  { dir, path }: GoModule,
): Promise<{ facts: ModuleFacts; packages: GoPackage[] }> {
  try {
    const packages = await listPackages({
      dir: join(folder, dir),
      patterns: ['./...'],
      fields: ['ImportPath', 'Name', 'Dir', 'TestGoFiles', 'XTestGoFiles'],
    });
    const mains = packages.filter(({ Name }) => Name === 'main').map(({ ImportPath }) => ImportPath);
    return { facts: { dir, path, mains, broken: undefined }, packages };
  } catch (error) {
    // go's own exit code: a go.mod that needs an update, a module that cannot be had
    const [, said = 'it cannot be listed'] = (error instanceof Error ? error.message : '').split('\n');
    return {
      facts: { dir, path, mains: [], broken: said.replace(/; to update it:$/, '').trim() },
      packages: [],
    };
  }
}

/** Version 1 has no `version` (golangci-lint 2 refuses such a file). */
async function readGolangciConfig(root: string, path: string | undefined): Promise<Facts['golangci']> {
  if (!path) return undefined;
  const text = await readFile(join(root, path), 'utf8');
  return { path, outdated: !/^\s*"?version"?\s*[:=]\s*["']?2/m.test(text) };
}

async function readWorkflows(root: string, paths: readonly string[]): Promise<WorkflowFacts[]> {
  return await Promise.all(
    paths.map(async (path) => {
      const text = await readFile(join(root, path), 'utf8');
      const uses = [...text.matchAll(/^[\s-]*uses:\s*["']?([^\s@"']+)/gm)].map(([, name = '']) => name);
      return { path, text, uses };
    }),
  );
}

async function topOf(folder: string): Promise<string> {
  const top = (await git(folder, 'rev-parse', '--show-toplevel')).trim();
  if (top) return top;
  throw new ActionError(`${folder} is not in a git repository.`, {
    remedy: 'Run `git init` there first: the workflows belong into its root.',
  });
}

/** The branch that `origin` calls its own, else the one that is checked out. */
async function defaultBranchOf(root: string): Promise<string> {
  const origin = await git(root, 'symbolic-ref', '--short', 'refs/remotes/origin/HEAD');
  return origin.replace(/^origin\//, '') || (await git(root, 'symbolic-ref', '--short', 'HEAD')) || 'main';
}

/** One run of the gate itself, without a minimum: what it prints is what the first pull request will see. */
async function measureCoverage(
  workspace: string,
  folder: string,
  modules: readonly ModuleFacts[],
): Promise<Measured> {
  const excluded = modules.filter(({ broken }) => broken !== undefined).map(({ dir }) => `!${dir}`);
  const { outputs, stdout, annotations } = await runAction('coverage-gate', {
    workspace,
    inputs: {
      'working-directory': relative(workspace, folder).split(sep).join('/') || '.',
      modules: excluded.length < modules.length ? excluded.join(' ') : '',
      'min-total': '0',
      'min-patch': '0',
      race: 'false',
      reports: '',
    },
    timeoutMs: 30 * 60_000,
  });
  const { total, failed, verdict } = outputs;
  const names = annotations.flatMap(({ title = '' }) => /^(?:Test|Example|Fuzz)\S*/.exec(title) ?? []);
  if (total && (verdict === 'pass' || Number(failed) > 0))
    return { total, failed: Number(failed), names: [...new Set(names)].slice(0, 5) };
  const first = /^::error[^:]*::(.*)$/m.exec(stdout)?.[1] ?? 'its log is empty';
  const sentence = decodeURIComponent(first.split('%0A')[0] ?? '');
  // It becomes a remark in a committed file: nothing of this computer belongs there.
  return {
    reason: `the tests gave no total: ${sentence.replace(/(\/[^\s:/]+)+\//g, '').replace(/\.$/, '')}`,
  };
}

/** The names of the test functions, as far as a line that begins with `func Test…` tells them. */
async function testNames(
  packages: readonly { Dir?: string; TestGoFiles?: readonly string[]; XTestGoFiles?: readonly string[] }[],
): Promise<string[]> {
  const texts = await Promise.all(
    packages.flatMap(({ Dir = '', TestGoFiles = [], XTestGoFiles = [] }) =>
      [...TestGoFiles, ...XTestGoFiles].map((name) => readFile(join(Dir, name), 'utf8')),
    ),
  );
  return texts.flatMap((text) => [...text.matchAll(/^func (Test\w+)\(/gm)].map(([, name = '']) => name));
}

async function listFiles(root: string): Promise<string[]> {
  const found: string[] = [];
  const walk = async (dir: string): Promise<void> => {
    for (const entry of await readdir(join(root, dir), { withFileTypes: true })) {
      const path = posix.join(dir, entry.name);
      if (found.length >= MAX_FILES) return;
      if (entry.isFile()) found.push(path);
      else if (entry.isDirectory() && !SKIPPED.test(entry.name)) await walk(path);
    }
  };
  await walk('.');
  return found.sort((a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1));
}

/** What git prints, without the line end; nothing where it fails. */
async function git(dir: string, ...args: string[]): Promise<string> {
  const { code, stdout } = await run('git', args, { cwd: dir, env: { GIT_OPTIONAL_LOCKS: '0' } });
  return code === 0 ? stdout.trim() : '';
}

/** How a file that is there differs from the planned one, as git shows it. */
export async function compare(path: string, before: string, after: string): Promise<string> {
  const scratch = await mkdtemp(join(tmpdir(), 'go-actions-init-'));
  try {
    for (const [side, text] of Object.entries({ a: before, b: after })) {
      await mkdir(dirname(join(scratch, side, path)), { recursive: true });
      await writeFile(join(scratch, side, path), text);
    }
    const args = ['diff', '--no-index', '--no-prefix', '--no-ext-diff', '--no-textconv', '--'];
    const { code, stdout, stderr } = await run('git', [...args, `a/${path}`, `b/${path}`], { cwd: scratch });
    if (code !== 0 && code !== 1) throw new ActionError(`git diff failed: ${stderr.trim()}`);
    return stdout;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
