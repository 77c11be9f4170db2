import { readdir, readFile } from 'node:fs/promises';
import { join, posix, relative, sep } from 'node:path';
import { ActionError, run } from '@go-actions/action-kit';
import { discoverModules, listPackages } from '@go-actions/go-project';
import { runAction } from '@go-actions/test-kit';
import { repositoryOf } from '../../release/origin.ts';
import { ROOT } from '../../root.ts';
import type { Facts, Measured } from '../facts.ts';

const SKIPPED = /^(\.git|node_modules|vendor|testdata)$/;
/** Far more files than a repository has that somebody works in; a look is not a search of the disk. */
const MAX_FILES = 200_000;

/** Looks at a repository, and runs its tests once when `measure` is set; writes nothing into it. */
export async function look(folder: string, measure: boolean): Promise<Facts> {
  const root = await topOf(folder);
  const { modules, unreadable } = await discoverModules(folder, { gowork: process.env.GOWORK });
  const files = await listFiles(root);
  const tags = (await git(root, 'tag', '--list')).split('\n');
  const packages = await Promise.all(
    modules.map(
      ({ dir }) =>
        listPackages({
          dir: join(folder, dir),
          patterns: ['./...'],
          fields: ['ImportPath', 'Name', 'Dir', 'TestGoFiles', 'XTestGoFiles'],
          flags: ['-find'],
        }).catch(() => []), // the gate says what is wrong with such a module
    ),
  );
  const all = packages.flat();
  const tests = await testNames(all);
  return {
    suite: repositoryOf(await git(ROOT, 'remote', 'get-url', 'origin')) ?? 'OWNER/go-actions',
    workingDirectory: relative(root, folder).split(sep).join('/') || '.',
    defaultBranch: await defaultBranchOf(root),
    modules: modules.map(({ dir, path }) => ({ dir, path })),
    unreadable: unreadable.map(({ dir }) => dir),
    mains: all.filter(({ Name }) => Name === 'main').map(({ ImportPath }) => ImportPath),
    versionTags: tags.filter((tag) => /^v\d+\.\d+\.\d+/.test(tag)).length,
    nestedTags: tags.filter((tag) => /\/v\d+\.\d+\.\d+/.test(tag)).length,
    commits: Number(await git(root, 'rev-list', '--count', '--max-count=2', 'HEAD')) || 0,
    golangciConfig: files.find((path) => /^\.golangci\.(ya?ml|toml|json)$/.test(path)),
    dockerfile: files.find((path) => posix.basename(path) === 'Dockerfile'),
    chart: files.find((path) => posix.basename(path) === 'Chart.yaml'),
    contractTests: tests.some((name) => name.startsWith('TestContract')),
    endToEndTests: tests.some((name) => name.startsWith('TestE2E')),
    measured: measure ? await measureCoverage(root, folder) : undefined,
  };
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
async function measureCoverage(workspace: string, folder: string): Promise<Measured> {
  const { outputs, stdout } = await runAction('coverage-gate', {
    workspace,
    inputs: {
      'working-directory': relative(workspace, folder).split(sep).join('/') || '.',
      'min-total': '0',
      'min-patch': '0',
      race: 'false',
      reports: '',
    },
    timeoutMs: 30 * 60_000,
  });
  const { total, failed, verdict } = outputs;
  if (total && (verdict === 'pass' || Number(failed) > 0)) return { total, failed: Number(failed) };
  const first = /^::error[^:]*::(.*)$/m.exec(stdout)?.[1] ?? 'its log is empty';
  return { reason: `the tests gave no total: ${decodeURIComponent(first.split('%0A')[0] ?? '')}` };
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

/** How the files that are there differ from the planned ones, as git shows it. */
export async function compare(before: string, after: string): Promise<string> {
  const args = ['diff', '--no-index', '--no-ext-diff', '--no-textconv', '--', before, after];
  const { code, stdout, stderr } = await run('git', args);
  if (code !== 0 && code !== 1) throw new ActionError(`git diff failed: ${stderr.trim()}`);
  return stdout;
}
