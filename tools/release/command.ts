import { readFile, writeFile } from 'node:fs/promises';
import { ActionError, runChecked } from '@go-actions/action-kit';
import { LOG_FORMAT, parseLog } from '@go-actions/git-history';
import { command as buildDist } from '../dist/command.ts';
import { parseSelf } from '../materialise/command.ts';
import { materialise } from '../materialise/materialise.ts';
import { inRoot, ROOT } from '../root.ts';
import { repositoryOf } from './origin.ts';
import { insertChanges, nextVersion, renderChanges, type Step } from './version.ts';

const STEPS: readonly string[] = ['major', 'minor', 'patch'] satisfies readonly Step[];

/**
 * `npm run release -- minor [OWNER/REPO]`: version, changelog, bundles, commit and tag; pushes nothing, prints how to. In the
 * tagged commit the root action names its siblings by that tag: runners 2.336 and 2.337 put a red annotation on each `$/` of a
 * composite action (actions/runner#4706). The commit behind it takes that back.
 */
export async function command([step = '', repository, ...rest]: string[]): Promise<void> {
  if (!STEPS.includes(step) || rest.length > 0)
    throw new ActionError('Usage: npm run release -- major|minor|patch [OWNER/REPO]');
  if (await git('status', '--porcelain')) throw new ActionError('The work tree is not clean: commit first.');
  const self = repository ?? (await originRepository());

  const manifest = JSON.parse(await readFile(inRoot('package.json'), 'utf8')) as { version: string };
  const previous = `v${manifest.version}`;
  const version = nextVersion(manifest.version, step as Step);
  const tagged = (await git('tag', '--list', previous)) !== '';
  const log = await git('log', '-z', LOG_FORMAT, '--no-merges', tagged ? `${previous}..HEAD` : 'HEAD');
  const date = new Date().toISOString().slice(0, 10);

  await runChecked('npm', ['version', version, '--no-git-tag-version', '--workspaces-update=false'], {
    cwd: ROOT,
  });
  const changelog = await readFile(inRoot('CHANGELOG.md'), 'utf8');
  await writeFile(
    inRoot('CHANGELOG.md'),
    insertChanges(changelog, renderChanges(version, date, parseLog(log))),
  );
  await buildDist([]);

  const rootAction = await readFile(inRoot('action.yml'), 'utf8');
  await writeFile(inRoot('action.yml'), materialise(rootAction, parseSelf(self, `v${version}`)));

  await git('add', 'action.yml', 'package.json', 'package-lock.json', 'CHANGELOG.md', 'dist');
  await git('commit', '--quiet', '--message', `chore(release): v${version}`);
  await git('tag', '--annotate', `v${version}`, '--message', `v${version}`);
  await writeFile(inRoot('action.yml'), rootAction);
  await git(
    'commit',
    '--quiet',
    '--message',
    'chore: the root action names its siblings by $/ again',
    'action.yml',
  );
  console.log(
    `\nTagged v${version}. To release it:\n\n  git push origin HEAD\n  git push origin v${version}`,
  );
}

async function originRepository(): Promise<string> {
  const address = await git('remote', 'get-url', 'origin').catch(() => ''); // no remote of that name
  const found = repositoryOf(address);
  if (found) return found;
  throw new ActionError('There is no remote `origin` that names OWNER/REPO.', {
    remedy: 'Name it: npm run release -- minor OWNER/REPO',
  });
}

async function git(...args: string[]): Promise<string> {
  return (await runChecked('git', args, { cwd: ROOT })).stdout.trim();
}
