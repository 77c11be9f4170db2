import { readFile, writeFile } from 'node:fs/promises';
import { ActionError, runChecked } from '@go-actions/action-kit';
import { buildEntries } from '../dist/build.ts';
import { listEntries } from '../dist/entries.ts';
import { inRoot, ROOT } from '../root.ts';
import { insertChanges, nextVersion, renderChanges, type Step } from './version.ts';

const STEPS: readonly string[] = ['major', 'minor', 'patch'] satisfies readonly Step[];

/** `npm run release -- minor`: version, changelog, bundles, commit and tag; pushes nothing, prints how to. */
export async function command([step = '', ...rest]: string[]): Promise<void> {
  if (!STEPS.includes(step) || rest.length > 0)
    throw new ActionError('Usage: npm run release -- major|minor|patch');
  if (await git('status', '--porcelain')) throw new ActionError('The work tree is not clean: commit first.');

  const manifest = JSON.parse(await readFile(inRoot('package.json'), 'utf8')) as { version: string };
  const previous = `v${manifest.version}`;
  const version = nextVersion(manifest.version, step as Step);
  const tagged = (await git('tag', '--list', previous)) !== '';
  const log = await git('log', '--format=%s', '--no-merges', tagged ? `${previous}..HEAD` : 'HEAD');
  const date = new Date().toISOString().slice(0, 10);

  await runChecked('npm', ['version', version, '--no-git-tag-version', '--workspaces-update=false'], {
    cwd: ROOT,
  });
  const changelog = await readFile(inRoot('CHANGELOG.md'), 'utf8');
  await writeFile(
    inRoot('CHANGELOG.md'),
    insertChanges(changelog, renderChanges(version, date, log.split('\n'))),
  );
  await buildEntries(await listEntries(), inRoot('dist'), ({ action, name }) =>
    console.log(`built dist/${action}/${name}.js`),
  );

  await git('add', 'package.json', 'package-lock.json', 'CHANGELOG.md', 'dist');
  await git('commit', '--quiet', '--message', `chore(release): v${version}`);
  await git('tag', '--annotate', `v${version}`, '--message', `v${version}`);
  console.log(
    `\nTagged v${version}. To release it:\n\n  git push origin HEAD\n  git push origin v${version}`,
  );
}

async function git(...args: string[]): Promise<string> {
  return (await runChecked('git', args, { cwd: ROOT })).stdout.trim();
}
